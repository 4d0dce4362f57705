using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy.References;

/// <summary>Buys with a share of the free cash when the fast average crosses above the slow one, sells all when it crosses below; both at the next open.</summary>
/// <remarks>Rows count as they are. A cross is a change of sign between the last two differences that are not zero.</remarks>
public sealed class SmaCrossStrategy : IOrderStrategy
{
    public const string StrategyName = "sma-cross";

    /// <summary>Protects a market order: together with the share it never reserves more than the cash.</summary>
    private const decimal MaxSlip = 0.04m;

    private readonly decimal share;
    private readonly decimal? entryChance;
    private readonly decimal[] closes;
    private readonly int fast;
    private decimal fastSum;
    private decimal slowSum;
    private decimal close;
    private int seen;
    private int sign;
    private int cross;
    private bool isNew;

    public SmaCrossStrategy(StrategySeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        (fast, var slow) = (seat.Parameters.Whole("fast"), seat.Parameters.Whole("slow"));
        if (fast >= slow) throw new ParameterException($"{StrategyName}: fast '{fast}' must be below slow '{slow}'; for example fast=10 slow=30");
        closes = new decimal[slow];
        share = seat.Parameters.Number("share") / 100m;
        entryChance = seat.EntryChance;
    }

    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        ParameterDefinition.Whole("fast", 10, 1, 1000, "bars of the fast average"),
        ParameterDefinition.Whole("slow", 30, 2, 2000, "bars of the slow average"),
        ParameterDefinition.Number("share", 95, 1, 95, "percent of the free cash that an entry spends"),
    ];

    public string Name => StrategyName;

    public StrategyRules Rules => StrategyRules.None;

    public void Observe(in Candle closed)
    {
        var slot = seen % closes.Length;
        fastSum += closed.Close;
        slowSum += closed.Close;
        if (seen >= fast) fastSum -= closes[(seen - fast) % closes.Length];
        if (seen >= closes.Length) slowSum -= closes[slot];
        closes[slot] = close = closed.Close;
        seen++;
        (cross, isNew) = (0, true);
        if (seen < closes.Length) return;
        // Compared crosswise, which needs no division.
        var now = Math.Sign(fastSum * closes.Length - slowSum * fast);
        if (now == 0) return;
        if (sign != 0 && now != sign) cross = now;
        sign = now;
    }

    public bool Wakes(decimal low, decimal high) => cross != 0 || (entryChance is not null && isNew && seen >= closes.Length);

    public StrategyStep Step(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        var crossed = cross;
        (cross, isNew) = (0, false);
        var held = context.Deal?.Quantity ?? Quantity.Zero;
        verdicts.Add(Condition.AverageCross, crossed, held.IsZero ? 1 : -1, crossed != 0 && held.IsZero == crossed > 0);
        if (crossed < 0)
        {
            if (held.IsZero) return default;
            return new StrategyStep(default, null) { Wishes = [new OrderWish(OrderSide.Sell, Leg.Exit, Money.Zero, held) { IsMarket = true, Limit = new Price(close * (1 - MaxSlip)) }] };
        }
        var enters = entryChance is { } chance ? chance >= 1 || context.Draw < chance : crossed > 0;
        return enters && held.IsZero ? Buy(context) : default;
    }

    private StrategyStep Buy(in StrategyContext context)
    {
        var quantity = new Quantity(context.FreeCash.Amount * share / close);
        var limit = new Price(close * (1 + MaxSlip));
        var spend = limit * quantity * (1 + context.Costs.FeeRate);
        return new StrategyStep(default, null)
        {
            Wishes = [new OrderWish(OrderSide.Buy, Leg.Entry, spend, quantity) { IsMarket = true, Limit = limit }],
            Budget = context.FreeCash,
        };
    }
}
