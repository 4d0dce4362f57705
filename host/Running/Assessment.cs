using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>One coin judged now, as the gate would judge it: the decision, what its next buy would meet, what comes next and why nothing happens.</summary>
/// <param name="Supposed">Null where no buy is left or there is no quote.</param>
internal sealed record Assessment(HaltState Halt, Quote? Quote, SymbolDecision Decision, SymbolDecision? Supposed, NextAction Next, string Why)
{
    public static Assessment Of(TradingSystem system, PortfolioBook book, HaltState tenant, Symbol symbol)
    {
        var now = system.Clock.Now;
        var state = book.SymbolOf(symbol);
        var quote = system.Views.QuoteOf(symbol)?.Quote;
        var halt = HaltBoard.Effective(tenant, book, symbol);
        var equity = book.Equity(system.Views.BidOf, system.Kernel.CostsOf(book).FeeRate);
        var market = system.Views.AtGate(symbol, now, system.Kernel.RulesOf(book, symbol).Risk.Rules.SignalFreshness);
        var decision = system.Kernel.Decide(book, market, halt, now, equity, system.Views.BidOf);
        var supposed = system.Kernel.Suppose(book, market, halt, now, equity, system.Views.BidOf);
        var next = NextAction.For(book, state, quote, system.Views.LevelsOf(symbol, now), system.Kernel, now, halt, decision);
        return new Assessment(halt, quote, decision, supposed, next, IdleReason.Of(state, decision, supposed, quote is not null));
    }
}
