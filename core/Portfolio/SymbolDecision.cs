using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

/// <summary>What the kernel decided for one symbol, with every verdict. A value, so that deciding to do nothing allocates nothing; pass it by <c>in</c>.</summary>
/// <param name="Risk">Null where nothing was wished.</param>
public readonly record struct SymbolDecision(
    Symbol Symbol, TrailingState Trailing, bool TrailingMoved, OrderWish? Wish, RiskDecision? Risk, VerdictBuffer Verdicts, Money NewBudget)
{
    /// <summary>The whole position is wished sold and is below what the venue lets anybody sell.</summary>
    public bool IsTooSmallToSell { get; init; }

    /// <summary>What it was decided by, where the kernel keeps that and the decision is worth a record.</summary>
    public DecisionInputs? Inputs { get; init; }

    public bool Trades => Risk is RiskDecision.Allow;

    public bool RefusedStep => Wish is { Leg.IsDca: true } && Risk is RiskDecision.Refuse;

    /// <summary>Changes only when a verdict does.</summary>
    public string Key => Verdicts.Key() + (Risk is RiskDecision.Refuse refuse ? "!" + (int)refuse.Rule : "");

    public DecisionRecord Explain(DateTimeOffset now) => new(now, Symbol, Outcome(), Verdicts.ToList()) { Inputs = Inputs };

    private string Outcome()
    {
        if (Wish is not { } wish) return "nothing to do";
        var what = wish.Side == OrderSide.Buy
            ? string.Create(CultureInfo.InvariantCulture, $"buy ({wish.Leg}) for {wish.Spend.Amount:0.##}")
            : $"sell ({wish.Leg}) {wish.Sell} {Symbol.Base}";
        return Risk switch
        {
            RiskDecision.Allow { Shrunk: { } rule } allow => $"{what}: allowed {allow.Quantity} at {allow.Limit}, made smaller by {rule}",
            RiskDecision.Allow allow => $"{what}: allowed {allow.Quantity} at {allow.Limit}",
            RiskDecision.Refuse refuse => $"{what}: refused by {refuse.Rule}: {refuse.Reason}",
            _ => what,
        };
    }
}
