using System.Globalization;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy.Grid;

/// <summary>A grid: each cell waits to buy at its level while the price is above it, then waits to sell what it bought one level higher, and so on.</summary>
/// <remarks>
/// Nothing is bought in advance for the levels above the price: every sale is one level above its purchase. The portfolio sells its oldest lots first, so
/// the profit booked of a single sale is not that of its cell; the sum over the grid is.
/// </remarks>
public sealed class GridStrategy : IOrderStrategy
{
    public const string StrategyName = "grid";

    private const string Stopped = "stopped";

    private readonly StrategySeat seat;
    private readonly GridRules rules;
    private readonly decimal[] held;
    private bool isStopped;
    private bool isSettled;
    private (decimal Low, decimal High) quiet;

    /// <exception cref="ParameterException">The parameters do not go together, or the money of all cells does not fit.</exception>
    public GridStrategy(StrategySeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        this.seat = seat;
        rules = GridRules.Read(seat);
        held = new decimal[rules.Cells];
    }

    public string Name => StrategyName;

    public StrategyRules Rules => StrategyRules.None;

    /// <summary>The grid goes on when a cell has sold.</summary>
    public bool EndsWithItsPosition => isStopped;

    /// <summary>While every cell has its order only a fill, the stop, or a price that reaches an idle cell's level from below changes anything.</summary>
    public bool Wakes(decimal low, decimal high) => !isSettled || low <= quiet.Low || high >= quiet.High;

    public StrategyStep Step(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        var position = context.Deal?.Quantity ?? Quantity.Zero;
        // A grid that has not begun has nothing to stop: it waits for the price to come in.
        var hasBegun = !position.IsZero || context.Orders.Count > 0;
        if (rules.Stop > 0 && hasBegun && !verdicts.Add(Condition.InsideGrid, context.Bid, rules.Stop, context.Bid > rules.Stop)) isStopped = true;
        if (isStopped) return End(context, position);
        var wishes = new List<OrderWish>();
        var idle = decimal.MaxValue;
        var fee = context.Costs.FeeRate;
        for (var i = 0; i < rules.Cells; i++)
        {
            if (HasOrder(context.Orders, i + 1)) continue;
            if (held[i] > 0) wishes.Add(new OrderWish(OrderSide.Sell, Leg.Target(i + 1), Money.Zero, new Quantity(held[i])) { Limit = context.SellAt(rules.Levels[i + 1], seat.Limits.LimitOffsetPercent), Rests = true });
            else if (context.Ask <= rules.Levels[i]) idle = Math.Min(idle, rules.Levels[i]);
            else
            {
                var quantity = seat.Instrument.RoundDown(new Quantity(rules.QuantityOf(i, seat.Budget, fee)));
                var spend = new Money(quantity.Value * rules.Levels[i] * (1 + fee));
                wishes.Add(new OrderWish(OrderSide.Buy, Leg.Dca(i + 1), spend, quantity) { Limit = new Price(rules.Levels[i]), Rests = true, IsWhole = true });
            }
        }
        isSettled = wishes.Count == 0;
        // The spread lies between a price and its ask or bid: a percent is far on the safe side.
        quiet = (rules.Stop * 1.01m, idle == decimal.MaxValue ? decimal.MaxValue : idle * 0.99m);
        return new StrategyStep(default, null) { Wishes = wishes, Budget = rules.Total(seat.Budget, fee) };
    }

    public void Booked(Order order, Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        isSettled = false;
        if (fill.Leg.IsDca) held[fill.Leg.DcaStep - 1] += fill.Quantity.Value;
        else if (fill.Leg.IsTarget) held[fill.Leg.TargetStep - 1] -= fill.Quantity.Value;
        else Array.Clear(held);
    }

    /// <summary>What each cell holds, by the price at which it sells: another grid may take it over.</summary>
    public string Save() => isStopped ? Stopped : string.Join(
        ';', Enumerable.Range(0, held.Length).Where(cell => held[cell] != 0).Select(cell => string.Create(CultureInfo.InvariantCulture, $"{rules.Levels[cell + 1]}:{held[cell]}")));

    public void Restore(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        isStopped = state == Stopped;
        if (isStopped || state.Length == 0) return;
        foreach (var part in state.Split(';'))
        {
            var sides = part.Split(':').Select(side => decimal.Parse(side, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
            var cell = 0;
            // Never below the price that was meant, unless this grid ends below it.
            while (cell + 1 < held.Length && rules.Levels[cell + 1] < sides[0]) cell++;
            held[cell] += sides[1];
        }
    }

    /// <summary>Takes every order back and sells what is held, until nothing is left.</summary>
    private StrategyStep End(in StrategyContext context, Quantity position)
    {
        isSettled = position.IsZero && context.Orders.Count == 0;
        quiet = (0, decimal.MaxValue);
        return new StrategyStep(default, null)
        {
            Withdrawn = [.. context.Orders.Where(order => order.Leg != Leg.Exit).Select(order => order.Id)],
            Wishes = position.IsZero ? [] : [new OrderWish(OrderSide.Sell, Leg.Exit, Money.Zero, position)],
        };
    }

    private static bool HasOrder(IReadOnlyList<Order> orders, int cell)
    {
        for (var i = 0; i < orders.Count; i++)
        {
            if (orders[i].Leg.DcaStep == cell || orders[i].Leg.TargetStep == cell) return true;
        }
        return false;
    }
}
