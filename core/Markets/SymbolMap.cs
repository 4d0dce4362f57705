namespace PowerTrader.Core.Markets;

/// <summary>Which pair of the executing venue stands for which pair of the signal market: the same coin, paid in the venue's currency.</summary>
public sealed class SymbolMap
{
    private readonly string? signalQuote;
    private readonly string? executionQuote;

    private SymbolMap()
    {
    }

    /// <param name="signalQuote">Such as <c>USDT</c> on KuCoin.</param>
    /// <param name="executionQuote">Such as <c>USD</c> on Robinhood.</param>
    public SymbolMap(string signalQuote, string executionQuote)
    {
        if (signalQuote == executionQuote) return;
        this.signalQuote = signalQuote;
        this.executionQuote = executionQuote;
    }

    /// <summary>Both are the same pair.</summary>
    public static SymbolMap Same { get; } = new();

    public bool IsSame => signalQuote is null;

    public Symbol SignalOf(Symbol execution) => signalQuote is not null && execution.Quote == executionQuote ? Symbol.Parse($"{execution.Base}-{signalQuote}") : execution;

    public Symbol ExecutionOf(Symbol signal) => signalQuote is not null && signal.Quote == signalQuote ? Symbol.Parse($"{signal.Base}-{executionQuote}") : signal;
}
