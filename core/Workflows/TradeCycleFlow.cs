using System.Diagnostics;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Workflows;

/// <summary>What the predict step saw of one symbol.</summary>
public sealed record PredictedSignal(Symbol Symbol, int Long, int Short, int Signals);

public sealed record CyclePrediction(TradeCycleInput Cycle, IReadOnlyList<PredictedSignal> Signals);

/// <summary>One cycle of one portfolio: predict → risk and commit → send. Id and instant come from the schedule, so a repeat finds itself done.</summary>
public sealed class TradeCycleFlow(
    PortfolioSessions sessions, OutboxDrain outbox, HaltBoard halts, MarketViews markets, TradeKernel kernel, IBrokers brokers, ITradingClock clock)
{
    public const string PredictActivity = "Predict";
    public const string CommitActivity = "RiskAndCommit";
    public const string SendActivity = "DrainOutbox";

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue
            .Workflow(Names.TradeCycle, WorkPhase.TradeTick, CycleAsync)
            .Activity(PredictActivity, (input, token) => TracedAsync(PredictActivity, Wire.Read<TradeCycleInput>(input), cycle => PredictAsync(cycle, token)))
            .Activity(CommitActivity, (input, token) => CommitAsync(Wire.Read<CyclePrediction>(input), token))
            .Activity(SendActivity, (input, token) => TracedAsync(SendActivity, Wire.Read<TradeCycleInput>(input), cycle => SendAsync(cycle, token)));
    }

    public static async Task<string> CycleAsync(IWorkflowContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var prediction = await context.CallActivityAsync(PredictActivity, context.Input, ActivityRetry.Standard);
        var outcome = await context.CallActivityAsync(CommitActivity, prediction, ActivityRetry.Standard);
        await context.CallActivityAsync(SendActivity, context.Input, ActivityRetry.Standard);
        return outcome;
    }

    private static Task<string> TracedAsync(string activity, TradeCycleInput cycle, Func<TradeCycleInput, Task<string>> work) =>
        TraderTelemetry.TraceAsync(activity, ActivityKind.Internal, cycle.InstanceId, async span =>
        {
            span?.SetTag(TraderTelemetry.TenantTag, cycle.Portfolio.Tenant).SetTag(TraderTelemetry.PortfolioTag, cycle.Portfolio.Portfolio);
            var outcome = await work(cycle);
            if (activity == CommitActivity) span?.SetTag(TraderTelemetry.OutcomeTag, outcome);
            return outcome;
        });

    private async Task<string> PredictAsync(TradeCycleInput cycle, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(cycle.Portfolio, cancellationToken);
        var signals = book.Head.Symbols.Select(symbol => markets.Of(symbol, null, clock.Now))
            .Select(market => new PredictedSignal(market.Symbol, market.Long, market.Short, market.Signals));
        return Wire.Write(new CyclePrediction(cycle, [.. signals]));
    }

    private Task<string> CommitAsync(CyclePrediction prediction, CancellationToken cancellationToken) =>
        TracedAsync(CommitActivity, prediction.Cycle, cycle => CommitAsync(prediction, cycle, cancellationToken));

    private async Task<string> CommitAsync(CyclePrediction prediction, TradeCycleInput cycle, CancellationToken cancellationToken)
    {
        var id = $"{Names.TradeCycle}|{cycle.Portfolio}|{cycle.ScheduledFor.ToUnixTimeSeconds()}";
        await kernel.EnsureAsync(await sessions.GetAsync(cycle.Portfolio, cancellationToken), cancellationToken);
        var tenant = await halts.OfTenantAsync(cycle.Portfolio.Tenant, cancellationToken);
        var views = await FetchAsync(prediction, cancellationToken);
        var ordered = await sessions.ChangeAsync(cycle.Portfolio, id, book =>
        {
            // A repeat after a lost journal entry: the commit was made, only its result was not noted.
            if (book.Head.LastScheduledFor >= cycle.ScheduledFor) return -1;
            book.StartRiskDay(clock.Now, book.Equity(markets.BidOf, kernel.CostsOf(book).FeeRate));
            var count = views.Count(view => Apply(book, view, HaltBoard.Effective(tenant, book, view.Symbol), cycle.InstanceId));
            book.SetScheduledFor(cycle.ScheduledFor);
            return count;
        }, cancellationToken);
        return ordered < 0 ? "done before" : $"{ordered} ordered";
    }

    /// <summary>Fresh execution quotes, and the signals as predicted.</summary>
    private async Task<List<SymbolMarket>> FetchAsync(CyclePrediction prediction, CancellationToken cancellationToken)
    {
        var broker = brokers.For((await sessions.GetAsync(prediction.Cycle.Portfolio, cancellationToken)).Head);
        var views = new List<SymbolMarket>(prediction.Signals.Count);
        foreach (var signal in prediction.Signals)
        {
            var quote = await broker.GetQuoteAsync(signal.Symbol, cancellationToken);
            views.Add(markets.Of(signal.Symbol, quote, clock.Now) with { Long = signal.Long, Short = signal.Short, Signals = signal.Signals });
        }
        return views;
    }

    /// <summary>Decides on the book as it is now, earlier orders of this cycle included, and stores the intent or the reason why not.</summary>
    private bool Apply(PortfolioBook book, SymbolMarket view, HaltState halt, string cycleId)
    {
        var now = clock.Now;
        var equity = book.Equity(markets.BidOf, kernel.CostsOf(book).FeeRate);
        var decision = kernel.Decide(book, view, halt, now, equity, markets.BidOf);
        if (decision is not { Wish: { } wish, Risk: RiskDecision.Allow allow })
        {
            TradeTickFlow.Note(book, decision, now);
            return false;
        }
        if (decision.TrailingMoved) book.SetTrailing(view.Symbol, decision.Trailing);
        book.KeepDecision(decision.Explain(now), decision.Key, traded: true);
        book.Intend(Draft(kernel.RulesOf(book, view.Symbol), view, wish, allow, allow.Budget ?? decision.NewBudget, now, cycleId));
        return true;
    }

    private static OrderDraft Draft(
        TradingRules rules, SymbolMarket view, OrderWish wish, RiskDecision.Allow allow, Money budget, DateTimeOffset now, string cycleId) => new(
        view.Symbol, rules.Strategy.Name, wish.Leg, wish.Side, allow.Quantity, allow.Limit, new Price(view.SignalPrice!.Value), now,
        now + rules.Risk.Rules.OrderValidity, rules.Costs.FeeRate, budget, cycleId)
        { SmallestSale = view.Instrument!.SmallestSale(allow.Limit) };

    private async Task<string> SendAsync(TradeCycleInput cycle, CancellationToken cancellationToken)
    {
        await outbox.DrainAsync(cycle.Portfolio, cancellationToken);
        return "sent";
    }
}
