using System.Collections.Concurrent;
using System.Diagnostics;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>The gate: once a minute, for every portfolio, pure code over head, forecasts and quotes. Nothing to do writes nothing.</summary>
/// <remarks>
/// Nor does it read or allocate for a portfolio in memory with nothing to do, where the store tells of changes (<see cref="ITableChanges"/>). What it passes over
/// may be old by as much as the store says; whatever it starts or writes rests on what was read.
/// </remarks>
public sealed class TradeTickFlow(
    PortfolioSessions sessions, HaltBoard halts, MarketViews markets, TradeKernel kernel, IWorkflowEngine engine, ITradingClock clock, TickCounter ticks)
{
    private readonly ConcurrentDictionary<(Symbol, TimeSpan), SymbolMarket> views = [];
    private readonly Func<Symbol, Price?> bidOf = markets.BidOf;

    /// <summary>Since the portfolio that waits longest was reconciled, as this tick saw it; ticks, since several are looked at at once.</summary>
    private long lag;

    public async Task RunAsync(DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        sessions.LookForForeignCommits();
        views.Clear();
        Interlocked.Exchange(ref lag, 0);
        await sessions.ForEachAsync((_, key) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return HasNothingToDo(key, scheduledFor) ? Task.CompletedTask : GateAsync(key, scheduledFor, cancellationToken);
        });
        TraderTelemetry.ReconciledBefore(TimeSpan.FromTicks(Interlocked.Read(ref lag)));
        await ticks.CountAsync(scheduledFor, clock.Now, cancellationToken);
    }

    /// <summary>True only where the whole gate would neither start nor write anything; false where it has to look.</summary>
    private bool HasNothingToDo(PortfolioKey key, DateTimeOffset scheduledFor)
    {
        if (sessions.Current(key) is not { } book || halts.Known(key.Tenant) is not { } tenant || !kernel.Knows(book)) return false;
        var now = clock.Now;
        NoteLag(book, now);
        if (book.Head.LastScheduledFor >= scheduledFor) return true;
        // Whoever follows an open order changes the portfolio at any moment.
        if (book.OpenOrders.Count > 0) return false;
        if (book.IsDirty || book.Head.RiskDay != PortfolioBook.RiskDayOf(now)) return false;
        var equity = book.Equity(bidOf, kernel.CostsOf(book).FeeRate);
        for (var i = 0; i < book.Head.Symbols.Count; i++)
        {
            var symbol = book.Head.Symbols[i];
            // What is noted now, or was noted last and may have to be taken back.
            if (book.SymbolOf(symbol).LastVerdicts.Length > 0) return false;
            var decision = kernel.Decide(book, ViewOf(book, symbol, now), HaltBoard.Effective(tenant, book, symbol), now, equity, bidOf);
            if (decision.TrailingMoved || decision.Risk is not null) return false;
        }
        return true;
    }

    private void NoteLag(PortfolioBook book, DateTimeOffset now)
    {
        var since = (now - (book.Head.LastReconciledAt ?? book.Head.CreatedAt)).Ticks;
        for (var seen = Interlocked.Read(ref lag); since > seen; seen = Interlocked.Read(ref lag)) Interlocked.CompareExchange(ref lag, since, seen);
    }

    /// <summary>One per symbol, freshness limit and tick.</summary>
    private SymbolMarket ViewOf(PortfolioBook book, Symbol symbol, DateTimeOffset now)
    {
        var key = (symbol, kernel.RulesOf(book, symbol).Risk.Rules.SignalFreshness);
        return views.TryGetValue(key, out var view) ? view : views[key] = markets.AtGate(symbol, now, key.SignalFreshness);
    }

    private async Task GateAsync(PortfolioKey key, DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        NoteLag(book, clock.Now);
        if (book.Head.LastScheduledFor >= scheduledFor) return;
        await kernel.EnsureAsync(book, cancellationToken);
        var tenant = await halts.OfTenantAsync(key.Tenant, cancellationToken);
        var decisions = Decide(book, tenant);
        if (decisions.Any(decision => decision.Trades))
        {
            var input = new TradeCycleInput(key, scheduledFor, book.Head.SettingsVersion);
            var start = new WorkflowStart(Names.TradeCycle, input.InstanceId, Wire.Write(input), key.ToString());
            await TraderTelemetry.TraceAsync(Names.TradeTick, ActivityKind.Internal, start.InstanceId, _ => engine.StartAsync(start, cancellationToken));
            sessions.Distrust(key);
            return;
        }
        await NoteAsync(key, scheduledFor, decisions, cancellationToken);
    }

    private List<SymbolDecision> Decide(PortfolioBook book, HaltState tenant)
    {
        var now = clock.Now;
        var equity = book.Equity(bidOf, kernel.CostsOf(book).FeeRate);
        var decisions = new List<SymbolDecision>(book.Head.Symbols.Count);
        foreach (var symbol in book.Head.Symbols)
        {
            decisions.Add(kernel.Decide(book, ViewOf(book, symbol, now), HaltBoard.Effective(tenant, book, symbol), now, equity, bidOf));
        }
        return decisions;
    }

    /// <summary>One small commit where the trailing state moved, a no-trade's verdicts changed, or a risk day began; else none.</summary>
    private async Task NoteAsync(PortfolioKey key, DateTimeOffset scheduledFor, List<SymbolDecision> decisions, CancellationToken cancellationToken)
    {
        await sessions.ChangeAsync(key, $"{Names.TradeTick}|{key}|{scheduledFor.ToUnixTimeSeconds()}", book =>
        {
            book.StartRiskDay(clock.Now, book.Equity(bidOf, kernel.CostsOf(book).FeeRate));
            foreach (var decision in decisions) Note(book, decision, clock.Now);
            if (book.IsDirty) book.SetScheduledFor(scheduledFor);
            return true;
        }, cancellationToken);
    }

    /// <summary>Keeps what a decision that orders nothing leaves behind.</summary>
    internal static void Note(PortfolioBook book, in SymbolDecision decision, DateTimeOffset now)
    {
        if (decision.TrailingMoved) book.SetTrailing(decision.Symbol, decision.Trailing);
        if (decision.IsTooSmallToSell) book.SetAside(decision.Symbol, now);
        var refused = decision.Risk is RiskDecision.Refuse;
        // What the strategy does not want is seen on demand; what risk refused is kept, once per change.
        if (!refused && book.SymbolOf(decision.Symbol).LastVerdicts.Length == 0) return;
        var key = refused ? decision.Key : "";
        if (book.KeepDecision(decision.Explain(now), key, traded: false) && decision.RefusedStep) book.CountRefusedStep();
    }
}
