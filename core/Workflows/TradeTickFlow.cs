using System.Globalization;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>The gate: once a minute, for every portfolio, pure code over head, forecasts and quotes. Nothing to do writes nothing.</summary>
public sealed class TradeTickFlow(
    PortfolioSessions sessions, HaltBoard halts, MarketViews markets, TradeKernel kernel, IWorkflowEngine engine, ITradingClock clock, TickCounter ticks)
{
    public async Task RunAsync(DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        foreach (var key in sessions.Keys) await GateAsync(key, scheduledFor, cancellationToken);
        await ticks.CountAsync(scheduledFor, cancellationToken);
    }

    private async Task GateAsync(PortfolioKey key, DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        if (book.Head.LastScheduledFor >= scheduledFor) return;
        var tenant = await halts.OfTenantAsync(key.Tenant, cancellationToken);
        var decisions = Decide(book, tenant);
        if (decisions.Any(decision => decision.Trades))
        {
            var id = $"{Names.TradeCycle}|{key}|{scheduledFor.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
            await engine.StartAsync(
                new WorkflowStart(Names.TradeCycle, id, Wire.Write(new TradeCycleInput(key, scheduledFor)), key.ToString()), cancellationToken);
            return;
        }
        await NoteAsync(key, scheduledFor, decisions, cancellationToken);
    }

    /// <summary>The gate's view: the execution quote is the board's, taken as fresh, because a cycle fetches its own before it orders.</summary>
    private List<SymbolDecision> Decide(PortfolioBook book, HaltState tenant)
    {
        var now = clock.Now;
        var equity = book.Equity(markets.BidOf, kernel.Costs.FeeRate);
        var decisions = new List<SymbolDecision>(book.Head.Symbols.Count);
        foreach (var symbol in book.Head.Symbols)
        {
            var quote = markets.QuoteOf(symbol)?.Quote;
            var execution = quote is null ? null : quote with { VenueTime = now };
            decisions.Add(kernel.Decide(book, markets.Of(symbol, execution, now), HaltBoard.Effective(tenant, book, symbol), now, equity, markets.BidOf));
        }
        return decisions;
    }

    /// <summary>One small commit where the trailing state moved, a no-trade's verdicts changed, or a risk day began; else none.</summary>
    private async Task NoteAsync(PortfolioKey key, DateTimeOffset scheduledFor, List<SymbolDecision> decisions, CancellationToken cancellationToken)
    {
        await sessions.ChangeAsync(key, $"{Names.TradeTick}|{key}|{scheduledFor.ToUnixTimeSeconds()}", book =>
        {
            book.StartRiskDay(clock.Now, book.Equity(markets.BidOf, kernel.Costs.FeeRate));
            foreach (var decision in decisions) Note(book, decision, clock.Now);
            if (book.IsDirty) book.SetScheduledFor(scheduledFor);
            return true;
        }, cancellationToken);
    }

    /// <summary>Keeps what a decision that orders nothing leaves behind.</summary>
    internal static void Note(PortfolioBook book, SymbolDecision decision, DateTimeOffset now)
    {
        if (decision.TrailingMoved) book.SetTrailing(decision.Symbol, decision.Trailing);
        var refused = decision.Risk is RiskDecision.Refuse;
        // What the strategy does not want is seen on demand; what risk refused is kept, once per change.
        if (!refused && book.SymbolOf(decision.Symbol).LastVerdicts.Length == 0) return;
        var key = refused ? decision.Key : "";
        if (book.KeepDecision(decision.Explain(now), key, traded: false) && decision.RefusedStep) book.CountRefusedStep();
    }
}
