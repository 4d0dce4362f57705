using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

/// <summary>Why nothing happens to a coin, in one sentence: what forbids trading first, then what the strategy still waits for.</summary>
public static class IdleReason
{
    private const int Lacks = 2;

    /// <param name="decision">The coin's decision as it would be made now.</param>
    /// <param name="supposed">What its next buy would meet; null where none is left.</param>
    /// <param name="hasQuote">Whether the coin has a quote at all.</param>
    public static string Of(SymbolBook state, in SymbolDecision decision, in SymbolDecision? supposed, bool hasQuote)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!hasQuote) return "no quote yet";
        if (state.OpenOrders.Count > 0) return "its order is under way";
        if (decision.Trades) return "it trades at the next tick";
        if (decision.Risk is RiskDecision.Refuse refused) return refused.Reason;
        var holds = state.Deal is { HasPosition: true };
        if (supposed is { Risk: RiskDecision.Refuse barred } && (!holds || barred.Rule == Condition.HaltState)) return barred.Reason;
        var lacks = decision.Verdicts.ToList().Where(verdict => !verdict.Passed).Take(holds ? Lacks : 1).Select(verdict => verdict.Lack);
        return string.Join("; ", lacks);
    }
}
