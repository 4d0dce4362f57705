using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>explain COIN|DEAL|ORDER</c>: the rule table behind a trade, or behind its absence.</summary>
internal static class ExplainVerb
{
    private const int StoredDecisions = 5;
    private const int ShortestPrefix = 4;
    private const string DealPrefix = "deal:";
    private const string OrderPrefix = "order:";

    public static void AddTo(RootCommand root)
    {
        var what = new Argument<string>("WHAT") { Description = "A coin (BTC), a deal (5 or deal:5), or an order: its id or the beginning of it" };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var explain = new Command(
            "explain",
            "Why a coin is traded or not, what became of a deal, what happened to an order: every condition with value, threshold and verdict.\n\n"
            + "Example: powertrader explain BTC\nExample: powertrader explain deal:5\nExample: powertrader explain 5f3a91c2")
        { what, data, json };
        explain.SetAction((parsed, token) => ExplainAsync(parsed.GetValue(data), parsed.GetValue(what)!, parsed.GetValue(json), token));
        root.Subcommands.Add(explain);
    }

    private static async Task<int> ExplainAsync(string? data, string what, bool json, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken, strict: true);
        var book = await system.BookAsync(cancellationToken);
        if (book.Head.Find(what) is { } symbol)
        {
            var coin = await Explanation.OfAsync(system.Work, symbol, StoredDecisions, cancellationToken);
            if (json) Console.WriteLine(JsonSerializer.Serialize(coin.ToView(), ExplanationJson.Default.CoinExplanation));
            else ExplanationText.Write(Terminal.Output, coin);
        }
        else if (NumberOf(what) is { } number && await DealExplanation.OfAsync(system, number, cancellationToken) is { } deal)
        {
            if (json) Console.WriteLine(JsonSerializer.Serialize(deal.ToView(), HostJson.Default.DealRow));
            else ExplanationText.Write(Terminal.Output, deal);
        }
        else
        {
            var order = await OrderAsync(system, book, what, cancellationToken);
            if (json) Console.WriteLine(JsonSerializer.Serialize(order.ToView(), HostJson.Default.OrderRow));
            else ExplanationText.Write(Terminal.Output, order);
        }
        return ExitCodes.Done;
    }

    private static long? NumberOf(string what)
    {
        var digits = what.StartsWith(DealPrefix, StringComparison.OrdinalIgnoreCase) ? what[DealPrefix.Length..] : what;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static async Task<OrderExplanation> OrderAsync(TradingSystem system, PortfolioBook book, string what, CancellationToken cancellationToken)
    {
        var prefix = what.StartsWith(OrderPrefix, StringComparison.OrdinalIgnoreCase) ? what[OrderPrefix.Length..] : what;
        var store = system.Sessions.Store;
        var matches = new List<Order>();
        if (prefix.Length >= ShortestPrefix)
        {
            await foreach (var order in store.ReadAsync<Order>(book.Key, "order", cancellationToken))
                if (order.Id.ToString().StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) matches.Add(order);
        }
        if (matches.Count == 0)
        {
            throw new UsageException(
                $"WHAT '{what}' is no coin, deal or order here; use a coin of {string.Join(", ", book.Head.Symbols)}, a deal from 1 to {book.Head.DealSequence}, or an id that 'powertrader orders' shows");
        }
        if (matches.Count > 1)
            throw new UsageException($"WHAT '{what}' begins the ids of {matches.Count} orders ({string.Join(", ", matches.Take(3).Select(order => order.Id))}{(matches.Count > 3 ? ", …" : "")}); give more of it");
        var fills = new List<Fill>();
        await foreach (var fill in store.ReadAsync<Fill>(book.Key, "fill", cancellationToken)) fills.Add(fill);
        return await OrderExplanation.OfAsync(system, matches[0], fills, cancellationToken);
    }
}
