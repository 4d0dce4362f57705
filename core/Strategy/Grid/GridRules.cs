using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Strategy.Grid;

/// <summary>Prices of a grid and what each of its cells trades. Cell i buys at level i and sells at level i + 1.</summary>
/// <param name="Levels">Ascending, from the lower to the upper price.</param>
/// <param name="Quantity">Of the coin per cell; 0 gives each cell the same money.</param>
/// <param name="Stop">Price at which everything is sold and the grid ends; 0 for none.</param>
public sealed record GridRules(IReadOnlyList<decimal> Levels, decimal Quantity, decimal Stop)
{
    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        ParameterDefinition.Number("lower", null, 0.00000001m, 1_000_000_000, "lowest price of the grid") with { Example = "50000" },
        ParameterDefinition.Number("upper", null, 0.00000001m, 1_000_000_000, "highest price of the grid, at which nothing is bought") with { Example = "70000" },
        ParameterDefinition.Whole("levels", 10, 2, 200, "prices of the grid, the lowest and the highest included"),
        ParameterDefinition.Choice("spacing", "geometric: each level is so many percent above the one before it; arithmetic: so much money", "geometric", "arithmetic"),
        ParameterDefinition.Number("quantity", 0, 0, 1_000_000_000, "of the coin, per level; 0 splits the coin's budget into equal money"),
        ParameterDefinition.Number("stop", 0, 0, 1_000_000_000, "price at which everything is sold and the grid ends; 0 for none"),
    ];

    public int Cells => Levels.Count - 1;

    /// <exception cref="ParameterException">Parameters do not go together, or the money of all cells does not fit.</exception>
    public static GridRules Read(StrategySeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        var set = seat.Parameters;
        var (lower, upper, stop) = (set.Number("lower"), set.Number("upper"), set.Number("stop"));
        var faults = new List<string>();
        if (lower >= upper) faults.Add(Fault($"lower '{lower}' must be below upper '{upper}'; for example lower={upper * 0.8m:0.########}"));
        if (stop > 0 && stop >= lower) faults.Add(Fault($"stop '{stop}' must be below lower '{lower}', or 0; for example stop={lower * 0.95m:0.########}"));
        if (faults.Count > 0) throw new ParameterException(faults);
        var rules = new GridRules(LevelsOf(lower, upper, set.Whole("levels"), set.Text("spacing") == "geometric"), set.Number("quantity"), stop);
        rules.Require(seat, faults);
        return faults.Count == 0 ? rules : throw new ParameterException(faults);
    }

    /// <summary>Equal differences, or equal ratios: level i = lower × (upper ÷ lower)^(i ÷ (n − 1)), to eight decimals.</summary>
    public static IReadOnlyList<decimal> LevelsOf(decimal lower, decimal upper, int count, bool isGeometric)
    {
        var levels = new decimal[count];
        var ratio = Math.Pow((double)(upper / lower), 1.0 / (count - 1));
        for (var i = 0; i < count; i++)
            levels[i] = decimal.Round(isGeometric ? lower * (decimal)Math.Pow(ratio, i) : lower + (upper - lower) * i / (count - 1), 8);
        levels[^1] = upper;
        return levels;
    }

    /// <summary>What cell i buys, before the venue's increment.</summary>
    /// <param name="budget">Money of the whole grid, fees included.</param>
    public decimal QuantityOf(int i, Money budget, decimal feeRate) => Quantity > 0 ? Quantity : budget.Amount / Cells / (1 + feeRate) / Levels[i];

    /// <summary>Money of all cells bought, fees included.</summary>
    public Money Total(Money budget, decimal feeRate)
    {
        var total = 0m;
        for (var i = 0; i < Cells; i++) total += QuantityOf(i, budget, feeRate) * Levels[i];
        return new Money(Quantity > 0 ? total * (1 + feeRate) : budget.Amount);
    }

    private void Require(StrategySeat seat, List<string> faults)
    {
        var (fee, quote) = (seat.Costs.FeeRate, seat.Symbol.Quote);
        // A round pays the fee on what it buys and on what it sells.
        var narrowest = Enumerable.Range(0, Cells).Min(i => Levels[i + 1] * (1 - fee) / (Levels[i] * (1 + fee)));
        if (narrowest <= 1)
            faults.Add(Fault($"levels '{Levels.Count}' stand so close that a sale one level higher does not pay both fees of {fee * 100:0.####} percent: use fewer, or a wider grid"));
        var total = Total(seat.Budget, fee);
        if (total > seat.Budget)
            faults.Add(Fault($"quantity '{Quantity}' at {Cells} levels needs {total.Amount:0.00} {quote} with fees; {seat.Symbol} may use {seat.Budget.Amount:0.00}: lower quantity or levels, or raise the cash or risk.positionPercent"));
        var cap = seat.Cash.Amount * (seat.Limits.OrderCapPercent / 100m);
        var orders = Enumerable.Range(0, Cells).Select(i => QuantityOf(i, seat.Budget, fee) * Levels[i]).ToList();
        if (orders.Max() * (1 + fee) > cap)
            faults.Add(Fault($"the largest order is {orders.Max():0.00} {quote}, one order may be {cap:0.00}: use more levels, a lower quantity, or raise risk.orderCapPercent"));
        var minimum = Math.Max(seat.Instrument.MinNotional.Amount, seat.Instrument.MinQuantity.Value * Levels[^1]);
        if (orders.Min() < minimum)
            faults.Add(Fault($"the smallest order is {orders.Min():0.####} {quote}, the venue takes none below {minimum:0.####}: use fewer levels, a higher quantity or more cash"));
    }

    private static string Fault(FormattableString text) => $"{GridStrategy.StrategyName}: " + FormattableString.Invariant(text);
}
