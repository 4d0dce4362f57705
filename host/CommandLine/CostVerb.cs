using System.CommandLine;
using PowerTrader.Host.Costing;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>cost</c>: what the Azure form would cost, out of calls that a real trader makes. Nothing is stored, nothing is asked of any network.</summary>
internal static class CostVerb
{
    /// <summary>Of a coin and month: 55 in 13.9 days with five coins under the default rules (<c>run --cycles 20000 --speed max --seed 1</c>).</summary>
    private const int OrdersOfACoin = 24;

    private const int DefaultGateAge = 300;
    private const int DefaultAtOnce = 16;

    private static readonly int[] Ticks = [10, 12, 15, 20, 30, 60, 120, 180, 240, 300];

    public static void AddTo(RootCommand root)
    {
        var tenants = new Option<string?>("--tenants") { Description = "How many, each with one portfolio (default 10000)" };
        var symbols = new Option<string?>("--symbols") { Description = "Coins, the same for every tenant (default 5)" };
        var tick = new Option<string?>("--tick") { Description = $"Seconds between ticks: {string.Join(", ", Ticks)} (default 60)" };
        var orders = new Option<string?>("--orders") { Description = $"Orders of a tenant and month (default {OrdersOfACoin} for each coin)" };
        var age = new Option<string?>("--gate-age") { Description = $"Seconds that the gate may trust what it read of a portfolio; 0 reads at each tick (default {DefaultGateAge})" };
        var atOnce = new Option<string?>("--at-once") { Description = $"Portfolios that a tick serves at once (default {DefaultAtOnce})" };
        var prices = new Option<string?>("--prices") { Description = "File of own prices, lines such as functions.gbSecond=0.00003" };
        var json = CommonOptions.Json();
        var cost = new Command(
            "cost",
            "What the Azure form would cost a month, and where its limits are: the calls of a real trader are counted and priced.\n\n"
            + "Example: powertrader cost --tenants 10000 --symbols 5 --tick 60")
        { tenants, symbols, tick, orders, age, atOnce, prices, json };
        cost.SetAction((parsed, token) =>
        {
            var faults = new OptionFaults();
            var coins = (int)faults.Whole("--symbols", parsed.GetValue(symbols), 5, 1, 200);
            var question = new CostQuestion(
                faults.Whole("--tenants", parsed.GetValue(tenants), 10_000, 1, 10_000_000), coins, TickOf(faults, parsed.GetValue(tick)),
                (double)faults.Number("--orders", parsed.GetValue(orders), OrdersOfACoin * coins, 0.1m, 100_000),
                TimeSpan.FromSeconds(faults.Whole("--gate-age", parsed.GetValue(age), DefaultGateAge, 0, 3600)),
                (int)faults.Whole("--at-once", parsed.GetValue(atOnce), DefaultAtOnce, 1, 256));
            faults.ThrowIfAny();
            var list = parsed.GetValue(prices) is { } file ? PriceFile.Read(file) : PriceList.Default;
            return RunAsync(question, list, parsed.GetValue(json), token);
        });
        root.Subcommands.Add(cost);
    }

    private static TimeSpan TickOf(OptionFaults faults, string? text)
    {
        var texts = Ticks.Select(each => $"{each}").ToList();
        return TimeSpan.FromSeconds(int.Parse(faults.OneOf("--tick", text, "60", texts), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<int> RunAsync(CostQuestion question, PriceList prices, bool json, CancellationToken cancellationToken)
    {
        CountedRuns runs;
        using (var progress = new PercentLine("counting", CountedRuns.Steps, !json)) runs = await CountedRuns.CountAsync(question.Tick, question.GateAge, progress, cancellationToken);
        var report = CostReport.Of(runs, question, prices);
        if (json) Console.WriteLine(report.ToJson());
        else CostText.Write(report, Terminal.Output);
        return ExitCodes.Done;
    }
}
