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
    private readonly decimal factor;
    private decimal fastSum;
    private decimal slowSum;
    private decimal close;
    private int next;
    private int leaving;
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
        factor = slow % fast == 0 ? slow / fast : 0;
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
        close = closed.Close;
        fastSum += close;
        slowSum += close;
        if (seen >= fast)
        {
            fastSum -= closes[leaving];
            leaving = leaving + 1 == closes.Length ? 0 : leaving + 1;
        }
        if (seen >= closes.Length) slowSum -= closes[next];
        closes[next] = close;
        next = next + 1 == closes.Length ? 0 : next + 1;
        seen++;
        (cross, isNew) = (0, true);
        if (seen < closes.Length) return;
        // Compared crosswise: no division, and one product where the slow period is a multiple of the fast one.
        var now = Math.Sign(factor > 0 ? (fastSum * factor).CompareTo(slowSum) : (fastSum * closes.Length).CompareTo(slowSum * fast));
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
