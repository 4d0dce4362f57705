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

    /// <summary>Reads and replays; nothing is written.</summary>
    public async Task<DriftReport> ReplayAsync(PortfolioKey portfolio, DateOnly day, CancellationToken cancellationToken)
    {
        var recorded = await RecordedDay.ReadAsync(tables, market, portfolio, day, cancellationToken);
        // Every version: a deal that is closed by now may have followed an older one than those that are needed still.
        if (recorded.Decisions.Any(decision => decision.Inputs is { } inputs && !(kernel.Rules.Knows(portfolio, inputs.PinnedVersion) && kernel.Rules.Knows(portfolio, inputs.CurrentVersion))))
            await kernel.Rules.LoadAsync(portfolio, cancellationToken);
        return DayReplay.Of(kernel, portfolio, recorded);
    }

    public async Task CheckAsync(PortfolioKey portfolio, DateOnly day, CancellationToken cancellationToken)
    {
        var row = DailyCloseFlow.Row(day);
        if (await tables.GetAsync(Names.Drift, portfolio.ToString(), row, cancellationToken) is not null) return;
        var report = await ReplayAsync(portfolio, day, cancellationToken);
        if (report.Decisions == 0 && report.Fills.Count == 0 && report.Orders == 0) return;
        if (report.Differences.Count > 0) await RaiseAsync(report, cancellationToken);
        await tables.UpsertAsync(Names.Drift, TableRow.OfJson(portfolio.ToString(), row, Wire.Write(Bounded(report))), cancellationToken);
    }

    private Task<bool> RaiseAsync(DriftReport report, CancellationToken cancellationToken)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Differences.Count} difference{(report.Differences.Count == 1 ? "" : "s")} between {report.Day:yyyy-MM-dd} and its replay ({report.Replayed} decisions); 'powertrader drift --day {report.Day:yyyy-MM-dd}' shows them");
        return sessions.ChangeAsync(report.Portfolio, $"{Names.Drift}|{report.Portfolio}|{DailyCloseFlow.Row(report.Day)}", book =>
        {
            book.Raise(AlertSeverity.Information, AlertKind, report.Portfolio.ToString(), text, clock.Now);
            return true;
        }, cancellationToken);
    }

    /// <summary>A row is bounded; 'drift' reads the day anew and shows everything.</summary>
    private static DriftReport Bounded(DriftReport report) => report with { Differences = [.. report.Differences.Take(20)], Fills = [.. report.Fills.Take(20)] };
}
