using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>Why a coin is traded or not: the gate evaluated now, the nearest next action, and the last stored decisions.</summary>
internal sealed record Explanation(
    string Symbol, DateTimeOffset Time, string Halt, string Next, string Outcome, IReadOnlyList<string> Verdicts, IReadOnlyList<StoredDecision> Decisions)
{
    public static async Task<Explanation> OfAsync(TradingSystem system, Symbol symbol, int decisions, CancellationToken cancellationToken)
    {
        var book = await system.BookAsync(cancellationToken);
        var now = system.Clock.Now;
        var quote = system.Views.QuoteOf(symbol)?.Quote;
        var halt = HaltBoard.Effective(await system.Halts.OfTenantAsync(book.Key.Tenant, cancellationToken), book, symbol);
        var equity = book.Equity(system.Views.BidOf, system.Kernel.Costs.FeeRate);
        var market = system.Views.AtGate(symbol, now, system.Kernel.Risk.Rules.SignalFreshness);
        var decision = system.Kernel.Decide(book, market, halt, now, equity, system.Views.BidOf);
        var record = decision.Explain(now);
        var next = NextAction.For(book, book.SymbolOf(symbol), quote, system.Views.LevelsOf(symbol, now), system.Kernel, now, halt, decision);
        return new Explanation(
            symbol.Value, now, halt.ToString().ToLowerInvariant(), next.ToString(), record.Outcome, record.Verdicts,
            await StoredAsync(system, symbol, decisions, cancellationToken));
    }

    private static async Task<IReadOnlyList<StoredDecision>> StoredAsync(TradingSystem system, Symbol symbol, int limit, CancellationToken cancellationToken)
    {
        var stored = await DecisionLog.ReadAsync(system.Ports.Tables, TradingSystem.DefaultPortfolio, symbol, limit, cancellationToken);
        return [.. stored.Select(decision => new StoredDecision(decision.Time, decision.Outcome, decision.Verdicts))];
    }
}

internal sealed record StoredDecision(DateTimeOffset Time, string Outcome, IReadOnlyList<string> Verdicts);
