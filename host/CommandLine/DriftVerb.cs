using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Drift;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <param name="Slippage">Sums over the fills, in the currency; positive costs.</param>
internal sealed record DriftResult(
    string Portfolio, string Market, DateOnly Day, string Currency, int Decisions, int Replayed, int Orders, bool Same, IReadOnlyList<DriftLine> Differences, IReadOnlyList<FillSlippage> Fills,
    SlippageSums Slippage, string? Reason, int Rebuilt, int Looks, int WatchedMinutes);

internal sealed record DriftLine(DateTimeOffset Time, string Symbol, string Kind, string Was, string Replays);

internal sealed record SlippageSums(decimal Delay, decimal Spread, decimal Impact, decimal Total, decimal Fees);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(SymbolText)])]
[JsonSerializable(typeof(DriftResult))]
internal sealed partial class DriftJson : JsonSerializerContext;

internal sealed class SymbolText : JsonConverter<Core.Markets.Symbol>
{
    public override Core.Markets.Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Core.Markets.Symbol.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Core.Markets.Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary><c>drift</c>: a day decided again from what was recorded, and what each fill cost against its signal.</summary>
internal static class DriftVerb
{
    private const string Text =
        "Decide a recorded day again by the kernel that decided it: same intents? And what each fill cost against the price it was decided on.\n\n"
        + "Example: powertrader drift --day 2026-11-25";

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var day = new Option<string?>("--day") { Description = "UTC day as yyyy-MM-dd (default: the last one that is over)" };
        var json = CommonOptions.Json();
        var drift = new Command("drift", Text) { day, data, json };
        drift.SetAction((parsed, token) => RunAsync(parsed.GetValue(data), parsed.GetValue(day), parsed.GetValue(json), token));
        root.Subcommands.Add(drift);
    }

    private static async Task<int> RunAsync(string? data, string? text, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var day = DateOnly.TryParseExact(text ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) ? asked : (DateOnly?)null;
        if (text is not null && day is null) faults.Add("--day", text, "must be a day as yyyy-MM-dd", "for example --day 2026-11-25");
        faults.ThrowIfAny();
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken, strict: true);
        var book = await system.BookAsync(cancellationToken);
        var today = DateOnly.FromDateTime(system.Clock.Now.UtcDateTime);
        var opened = DateOnly.FromDateTime(book.Head.CreatedAt.UtcDateTime);
        var wanted = day ?? (today > opened ? today.AddDays(-1) : today);
        if (wanted > today) throw new UsageException($"--day '{text}' is yet to come: it is {today:yyyy-MM-dd} on {system.Choice.Id}; name an earlier one");
        if (wanted < opened) throw new UsageException($"--day '{text}' is before the portfolio was opened on {opened:yyyy-MM-dd}; name a later one");
        var report = await system.Work.Drift.ReplayAsync(book.Key, wanted, cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(Result(report, system, book.Head.Currency), DriftJson.Default.DriftResult));
        else Print(report, wanted == today, book.Head.Currency);
        if (report.Reason is not { } reason) return ExitCodes.Done;
        Console.Error.WriteLine($"{wanted:yyyy-MM-dd} cannot be replayed: {reason}.");
        return ExitCodes.WorldFailed;
    }

    private static DriftResult Result(DriftReport report, TradingSystem system, string currency) => new(
        report.Portfolio.ToString(), system.Choice.Id.Value, report.Day, currency, report.Decisions, report.Replayed, report.Orders, report.Reason is null && report.Differences.Count == 0,
        [.. report.Differences.Select(each => new DriftLine(each.Time, each.Symbol.Value, Kind(each), each.Was, each.Replays))], report.Fills,
        new SlippageSums(report.Delay, report.Spread, report.Impact, report.Total, report.Fills.Sum(fill => fill.Fee)), report.Reason, report.Rebuilt, report.Looks, report.WatchedMinutes);

    private static string Kind(DriftDifference difference) => difference.Kind.ToString().ToLowerInvariant();

    private static void Print(DriftReport report, bool isRunning, string currency)
    {
        var state = report.Reason is not null ? "not replayed" : report.Differences.Count == 0 ? "same intents" : $"{report.Differences.Count} difference{(report.Differences.Count == 1 ? "" : "s")}";
        Terminal.Text(Terminal.Output, string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Day:yyyy-MM-dd}{(isRunning ? " (so far)" : "")} · {report.Portfolio} · {report.Replayed} of {report.Decisions} recorded decisions replayed · {report.Orders} orders · {state}"));
        Terminal.Text(Terminal.Output, Coverage(report));
        if (report.Differences.Count > 0)
        {
            var table = new TextTable(new Column("time"), new Column("coin"), new Column("what"), new Column("was", Flexible: true), new Column("replays to", Flexible: true));
            foreach (var each in report.Differences) table.Add(Clock(each.Time), each.Symbol.Value, Kind(each), each.Was, each.Replays);
            table.Write(Terminal.Output);
        }
        if (report.Fills.Count == 0) return;
        Fills(report).Write(Terminal.Output);
        Terminal.Text(Terminal.Output, string.Create(
            CultureInfo.InvariantCulture,
            $"Slippage in {currency}, positive costs: delay {report.Delay:0.0000} (signal to decision) + spread {report.Spread:0.0000} (to the touch) + impact {report.Impact:0.0000} (to the fill); {report.Total:0.0000} in all; fees {report.Fills.Sum(fill => fill.Fee):0.0000} besides."));
    }

    /// <summary>How much of the day the comparison rests on.</summary>
    private static string Coverage(DriftReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"State of {report.Rebuilt} of {report.Decisions} decisions made again from fills, ledger and orders; {(report.WatchedMinutes == 0 ? "missed trades are not looked for: the gate's minutes of that day are not kept" : $"the gate looked in {report.Looks} of {report.WatchedMinutes} minutes")}.");

    private static TextTable Fills(DriftReport report)
    {
        var table = new TextTable(
            new Column("time"), new Column("coin"), new Column("side"), new Column("leg", Drop: 3), new Column("signal", Right: true, Drop: 2), new Column("quote", Right: true, Drop: 1),
            new Column("fill", Right: true), new Column("delay", Right: true), new Column("spread", Right: true), new Column("impact", Right: true), new Column("total", Right: true));
        foreach (var fill in report.Fills)
        {
            table.Add(
                Clock(fill.Time), fill.Symbol.Value, fill.Side, fill.Leg, Figures.Price(fill.SignalPrice), Figures.Price(fill.DecisionTouch), Figures.Price(fill.Price),
                Part(fill.Delay), Part(fill.Spread), Part(fill.Impact), Part(fill.Total));
        }
        return table;
    }

    private static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Part(decimal? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "not kept";
}
