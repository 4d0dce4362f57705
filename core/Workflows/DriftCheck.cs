using System.Globalization;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Replays a day that is over, keeps what came out, and tells people where it differs. A repeat finds the day done.</summary>
public sealed class DriftCheck(PortfolioSessions sessions, TradeKernel kernel, ITableStore tables, MarketId market, ITradingClock clock)
{
    public const string AlertKind = "drift";

    /// <summary>From the executing venue's pairs to the market's.</summary>
    public SymbolMap Symbols { get; init; } = SymbolMap.Same;

    /// <summary>Reads and replays; nothing is written.</summary>
    public async Task<DriftReport> ReplayAsync(PortfolioKey portfolio, DateOnly day, CancellationToken cancellationToken) =>
        await ReplayAsync(portfolio, await MarketDay.ReadAsync(tables, market, Symbols, day, cancellationToken), cancellationToken);

    /// <summary>Of every portfolio; what they share of the market is read once.</summary>
    public async Task CheckAsync(IReadOnlyList<PortfolioKey> portfolios, DateOnly day, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(portfolios);
        MarketDay? shared = null;
        foreach (var portfolio in portfolios)
        {
            if (await tables.GetAsync(Names.Drift, portfolio.ToString(), DailyCloseFlow.Row(day), cancellationToken) is not null) continue;
            await CheckAsync(portfolio, shared ??= await MarketDay.ReadAsync(tables, market, Symbols, day, cancellationToken), cancellationToken);
        }
    }

    private async Task CheckAsync(PortfolioKey portfolio, MarketDay day, CancellationToken cancellationToken)
    {
        var report = await ReplayAsync(portfolio, day, cancellationToken);
        if (report.Decisions == 0 && report.Fills.Count == 0 && report.Orders == 0 && report.Differences.Count == 0) return;
        if (report.Differences.Count > 0) await RaiseAsync(report, cancellationToken);
        await tables.UpsertAsync(Names.Drift, TableRow.OfJson(portfolio.ToString(), DailyCloseFlow.Row(day.Day), Wire.Write(Bounded(report))), cancellationToken);
    }

    private async Task<DriftReport> ReplayAsync(PortfolioKey portfolio, MarketDay day, CancellationToken cancellationToken)
    {
        var recorded = await RecordedDay.ReadAsync(tables, day, await sessions.GetAsync(portfolio, cancellationToken), clock.Now, cancellationToken);
        // Every version: a deal that is closed by now may have followed an older one than those that are needed still.
        if (Needed(recorded).Any(version => !kernel.Rules.Knows(portfolio, version))) await kernel.Rules.LoadAsync(portfolio, cancellationToken);
        return DayReplay.Of(kernel, portfolio, recorded);
    }

    private static IEnumerable<int> Needed(RecordedDay day) =>
        day.Decisions.Where(decision => decision.Inputs is not null).SelectMany(decision => (int[])[decision.Inputs!.PinnedVersion, decision.Inputs.CurrentVersion])
            .Concat(day.Past!.Deals.Values.Select(deal => deal.SettingsVersion)).Concat(day.Past.Versions.Select(version => version.Number));

    private Task<bool> RaiseAsync(DriftReport report, CancellationToken cancellationToken)
    {
        var missed = report.Differences.Count(difference => difference.Kind == DriftKind.Missed);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Differences.Count} difference{(report.Differences.Count == 1 ? "" : "s")} between {report.Day:yyyy-MM-dd} and its replay ({report.Replayed} decisions{(missed > 0 ? $", {missed} missed" : "")}); 'powertrader drift --day {report.Day:yyyy-MM-dd}' shows them");
        return sessions.ChangeAsync(report.Portfolio, $"{Names.Drift}|{report.Portfolio}|{DailyCloseFlow.Row(report.Day)}", book =>
        {
            book.Raise(AlertSeverity.Information, AlertKind, report.Portfolio.ToString(), text, clock.Now);
            return true;
        }, cancellationToken);
    }

    /// <summary>A row is bounded; 'drift' reads the day anew and shows everything.</summary>
    private static DriftReport Bounded(DriftReport report) => report with { Differences = [.. report.Differences.Take(20)], Fills = [.. report.Fills.Take(20)] };
}
