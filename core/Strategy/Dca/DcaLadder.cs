using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Strategy.Dca;

/// <summary>Money of base order and first safety order, without fees.</summary>
public readonly record struct DcaSizes(decimal BaseOrder, decimal SafetyOrder);

/// <summary>Prices, sizes and money of a DCA bot's ladder.</summary>
/// <remarks>
/// Safety order n waits deviation × (1 + s + s² + … + sⁿ⁻¹) percent below the base order's price and spends the first one's money × vⁿ⁻¹, s being the step and v
/// the volume coefficient.
/// </remarks>
public static class DcaLadder
{
    private const decimal Headroom = 0.95m;

    /// <summary>Percent below the base order's price, of safety order n from 1; 0 of the base order itself.</summary>
    public static decimal Deviation(DcaRules rules, int n)
    {
        ArgumentNullException.ThrowIfNull(rules);
        decimal sum = 0, distance = rules.Deviation;
        // Beyond 100 percent there is no price: powers that grow on would only overflow.
        for (var i = 0; i < n && sum < 1_000; i++, distance *= rules.Step) sum += distance;
        return sum;
    }

    public static decimal PriceOf(DcaRules rules, decimal basePrice, int n) => basePrice * (1 - Deviation(rules, n) / 100m);

    /// <summary>Size of safety order n from 1, in units of the first.</summary>
    public static decimal VolumeFactor(DcaRules rules, int n)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var factor = 1m;
        for (var i = 1; i < n && factor < 1_000_000_000_000m; i++) factor *= rules.Volume;
        return factor;
    }

    /// <summary>Money of the whole ladder, fees included.</summary>
    public static Money Total(DcaRules rules, DcaSizes sizes, decimal feeRate) => new((sizes.BaseOrder + sizes.SafetyOrder * SafetyFactor(rules)) * (1 + feeRate));

    /// <summary>The rules' own sizes, or those whose whole ladder uses the budget and whose largest order fits the cap, less five percent of both.</summary>
    /// <remarks>Limits are shares of equity, which falls while a ladder is bought: sized to the brim its last order would be cut.</remarks>
    /// <param name="largest">Cap of one order, fee included.</param>
    public static DcaSizes SizesFor(DcaRules rules, Money budget, Money largest, decimal feeRate)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.BaseOrder > 0) return new DcaSizes(rules.BaseOrder, rules.SafetyOrder);
        var unit = Headroom * Math.Min(budget.Amount / (1 + SafetyFactor(rules)), largest.Amount / LargestFactor(rules)) / (1 + feeRate);
        // To the last digit a whole ladder of rounded orders must not exceed its budget.
        unit = decimal.Round(unit, 8, MidpointRounding.ToZero);
        return new DcaSizes(unit, unit);
    }

    public static decimal Largest(DcaRules rules, DcaSizes sizes) => rules.MaxSafety == 0 ? sizes.BaseOrder
        : Math.Max(sizes.BaseOrder, sizes.SafetyOrder * Math.Max(1, VolumeFactor(rules, rules.MaxSafety)));

    public static decimal Smallest(DcaRules rules, DcaSizes sizes) => rules.MaxSafety == 0 ? sizes.BaseOrder
        : Math.Min(sizes.BaseOrder, sizes.SafetyOrder * Math.Min(1, VolumeFactor(rules, rules.MaxSafety)));

    /// <summary>Refuses up front what could not be run to its end: the whole ladder in the coin's budget, each order within the cap and the venue's minimum.</summary>
    /// <exception cref="ParameterException">It does not fit; the message says what is needed, what there is, and what would help.</exception>
    public static void Require(DcaRules rules, StrategySeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        var fee = seat.Costs.FeeRate;
        var cap = seat.Cash * (seat.Limits.OrderCapPercent / 100m);
        var sizes = SizesFor(rules, seat.Budget, cap, fee);
        var faults = new List<string>();
        var (total, largest, smallest) = (Total(rules, sizes, fee), Largest(rules, sizes), Smallest(rules, sizes));
        var quote = seat.Symbol.Quote;
        if (total > seat.Budget)
            faults.Add(FormattableString.Invariant($"{DcaStrategy.StrategyName}: base '{sizes.BaseOrder}' with {rules.MaxSafety} safety orders from '{sizes.SafetyOrder}' needs {total.Amount:0.00} {quote} with fees for its whole ladder; {seat.Symbol} may use {seat.Budget.Amount:0.00}: lower safety, maxSafety or volume, or raise the cash or risk.positionPercent"));
        if (largest * (1 + fee) > cap.Amount)
            faults.Add(FormattableString.Invariant($"{DcaStrategy.StrategyName}: the largest order is {largest:0.00} {quote}, one order may be {cap.Amount:0.00}: lower safety, maxSafety or volume, or raise risk.orderCapPercent"));
        var minimum = Math.Max(seat.Instrument.MinNotional.Amount, seat.Instrument.MinQuantity.Value * (seat.Price ?? 0));
        if (smallest < minimum)
            faults.Add(FormattableString.Invariant($"{DcaStrategy.StrategyName}: the smallest order is {smallest:0.####} {quote}, the venue takes none below {minimum:0.####}: fewer safety orders, larger orders or more cash"));
        if (faults.Count > 0) throw new ParameterException(faults);
    }

    private static decimal SafetyFactor(DcaRules rules)
    {
        var sum = 0m;
        for (var n = 1; n <= rules.MaxSafety; n++) sum += VolumeFactor(rules, n);
        return sum;
    }

    private static decimal LargestFactor(DcaRules rules) => Largest(rules, new DcaSizes(1, 1));
}
