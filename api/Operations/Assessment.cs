using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Api.Operations;

/// <summary>One coin judged now, as the gate would judge it: the decision, what its next buy would meet, what comes next and why nothing happens.</summary>
/// <param name="Supposed">Null where no buy is left or there is no quote.</param>
public sealed record Assessment(HaltState Halt, Quote? Quote, SymbolDecision Decision, SymbolDecision? Supposed, NextAction Next, string Why)
{
    public static Assessment Of(TraderWork work, PortfolioBook book, HaltState tenant, Symbol symbol)
    {
        var now = work.Clock.Now;
        var state = book.SymbolOf(symbol);
        var quote = work.Views.QuoteOf(symbol)?.Quote;
        var halt = HaltBoard.Effective(tenant, book, symbol);
        var equity = book.Equity(work.Views.BidOf, work.Kernel.CostsOf(book).FeeRate);
        var market = work.Views.AtGate(symbol, now, work.Kernel.RulesOf(book, symbol).Risk.Rules.SignalFreshness);
        var decision = work.Kernel.Decide(book, market, halt, now, equity, work.Views.BidOf);
        var supposed = work.Kernel.Suppose(book, market, halt, now, equity, work.Views.BidOf);
        var next = NextAction.For(book, state, quote, work.Views.LevelsOf(symbol, now), work.Kernel, now, halt, decision);
        return new Assessment(halt, quote, decision, supposed, next, IdleReason.Of(state, decision, supposed, quote is not null));
    }
}
