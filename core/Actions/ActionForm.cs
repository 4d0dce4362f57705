using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Actions;

/// <summary>A request as typed or sent. Null is a field that was left out.</summary>
/// <param name="Action"><c>buy sell close add-funds raise-budget pause-dca resume-dca target release</c>.</param>
/// <param name="Coin"><c>BTC</c> or <c>BTC-USDT</c>.</param>
public sealed record ActionForm(string? Action, string? Coin)
{
    /// <summary>Says that a target goes back to the rules.</summary>
    public const string Default = "default";

    private const decimal MaxMoney = 1_000_000_000m;

    private static readonly Dictionary<string, ActionKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["buy"] = ActionKind.Buy,
        ["sell"] = ActionKind.Sell,
        ["close"] = ActionKind.Close,
        ["add-funds"] = ActionKind.AddFunds,
        ["raise-budget"] = ActionKind.RaiseBudget,
        ["pause-dca"] = ActionKind.PauseDca,
        ["resume-dca"] = ActionKind.ResumeDca,
        ["target"] = ActionKind.Target,
        ["release"] = ActionKind.Release,
    };

    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    public string? Amount { get; init; }

    public string? Quantity { get; init; }

    public string? Percent { get; init; }

    public string? Limit { get; init; }

    public string? StartPercent { get; init; }

    public string? GapPercent { get; init; }

    public string? Key { get; init; }

    public static string NameOf(ActionKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    /// <summary>The request, or null with every fault listed.</summary>
    public ActionRequest? Read(PortfolioHead head, ICollection<ActionRefusal> faults)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(faults);
        var before = faults.Count;
        if (Action is null || !Kinds.TryGetValue(Action, out var kind))
        {
            faults.Add(ActionRefusal.Invalid("action", Action, "must be one of " + string.Join(", ", Kinds.Keys), "for example pause-dca"));
            return null;
        }
        var symbol = head.Find(Coin);
        if (symbol is null)
            faults.Add(ActionRefusal.Missing("coin", Coin ?? "", $"'{Coin}' is not traded here", $"use one of {string.Join(", ", head.Symbols)}"));
        if (Key is null || Key.Length is 0 or > 40 || !Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            faults.Add(ActionRefusal.Invalid("key", Key, "must be 1 to 40 letters, digits, '-' and '_', one key per wish", "for example the header Idempotency-Key or --key with order-2025-07-14-a"));
        var request = new ActionRequest(kind, symbol ?? default, Key ?? "")
        {
            Amount = Number("amount", Amount, 0, MaxMoney, "100", faults) is { } money ? new Money(money) : null,
            Quantity = Number("quantity", Quantity, 0, MaxMoney, "0.25", faults) is { } quantity ? new Quantity(quantity) : null,
            Percent = Number("percent", Percent, 0, 100, "50", faults),
            Limit = Number("limit", Limit, 0, MaxMoney, "100.5", faults) is { } limit ? new Price(limit) : null,
            StartPercent = StartPercent == Default ? null : Number("startPercent", StartPercent, 0, 1000, "5", faults),
            GapPercent = Number("gapPercent", GapPercent, 0, 50, "0.5", faults),
        };
        Sizes(request, faults);
        return faults.Count == before ? request : null;
    }

    /// <summary>Which fields belong to which action: one left out and one too many are both faults.</summary>
    private void Sizes(ActionRequest request, ICollection<ActionRefusal> faults)
    {
        var (allowed, rule) = request.Kind switch
        {
            ActionKind.Buy => (new[] { "amount", "quantity" }, "needs either amount (money to spend) or quantity"),
            ActionKind.Sell => (["quantity", "percent"], "needs either quantity or percent"),
            ActionKind.AddFunds or ActionKind.RaiseBudget => (["amount"], "needs amount"),
            _ => (Array.Empty<string>(), ""),
        };
        (string Name, string? Text)[] sizes = [("amount", Amount), ("quantity", Quantity), ("percent", Percent)];
        var given = sizes.Where(size => size.Text is not null).ToList();
        foreach (var (name, text) in given.Where(size => !allowed.Contains(size.Name)))
            faults.Add(ActionRefusal.Invalid(name, text, $"has no meaning for {Action}", "leave it out"));
        if (allowed.Length > 0 && given.Count(size => allowed.Contains(size.Name)) != 1)
            faults.Add(ActionRefusal.Invalid(allowed[0], given.FirstOrDefault().Text, rule, $"for example {allowed[0]} {(allowed[0] == "amount" ? "100" : "0.25")}"));
        if (Limit is not null && !request.Trades) faults.Add(ActionRefusal.Invalid("limit", Limit, $"has no meaning for {Action}", "leave it out"));
        var target = request.Kind == ActionKind.Target;
        if (!target && (StartPercent ?? GapPercent) is { } stray) faults.Add(ActionRefusal.Invalid("startPercent", stray, $"has no meaning for {Action}", "leave it out"));
        if (target && request is { StartPercent: null, GapPercent: not null })
            faults.Add(ActionRefusal.Invalid("startPercent", StartPercent, "is needed beside gapPercent", "for example startPercent 8"));
    }

    private static decimal? Number(string field, string? text, decimal minimum, decimal maximum, string example, ICollection<ActionRefusal> faults)
    {
        if (text is null) return null;
        var zero = field is "startPercent" or "gapPercent";
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value <= maximum && (value > minimum || (zero && value == minimum)))
            return value;
        var rule = string.Create(CultureInfo.InvariantCulture, $"must be a number {(zero ? "from" : "above")} {minimum} to {maximum}");
        faults.Add(ActionRefusal.Invalid(field, text, rule, $"for example {example}"));
        return null;
    }
}
