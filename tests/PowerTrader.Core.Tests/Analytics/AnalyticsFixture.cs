using PowerTrader.Core.Analytics;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Tests.Analytics;

/// <summary>Short words for hand-made cases. Day n is n days after 2025-01-01T00:00Z.</summary>
internal static class AnalyticsFixture
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly Symbol Eth = Symbol.Parse("ETH-USDT");
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Day(double days) => Start.AddDays(days);

    public static DateTimeOffset Hour(double hours) => Start.AddHours(hours);

    /// <summary>One mark a day, all in cash.</summary>
    public static IReadOnlyList<EquityMark> Daily(params decimal[] equity) =>
        [.. equity.Select((value, day) => new EquityMark(Day(day), value, value, 0, 0))];

    public static IReadOnlyList<PricePoint> Prices(params decimal[] prices) => [.. prices.Select((price, day) => new PricePoint(Day(day), price))];

    public static TradeFill Buy(double hours, decimal quantity, decimal price, string rule = "entry", decimal fee = 0, Symbol? symbol = null) =>
        new(Hour(hours), symbol ?? Btc, OrderSide.Buy, rule, 1, quantity, price, fee);

    public static TradeFill Sell(double hours, decimal quantity, decimal price, string rule = "exit", decimal fee = 0, Symbol? symbol = null) =>
        new(Hour(hours), symbol ?? Btc, OrderSide.Sell, rule, 1, quantity, price, fee);

    public static ClosedTrade Trade(decimal cost, decimal profit, double hours = 10, int steps = 0) => new(Btc, 1, "made-up", Start, Hour(hours), cost, profit, steps);

    public static Candle Bar(int hour, decimal open, decimal high, decimal low, decimal close) => new(Hour(hour), open, high, low, close, 1);
}
