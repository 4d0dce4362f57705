using System.Globalization;
using PowerTrader.Adapters.Replay;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Hosting;

/// <summary>A day of recorded hours, cut to the instants at which something may be decided: where the price inside the hour turns.</summary>
internal sealed class RecordedDay
{
    public const string Epoch = "recorded";

    private const int History = 1500;

    /// <summary>A day with many turns: entries, ladder steps and exits.</summary>
    private const int FirstHour = 1773;

    private RecordedDay(CandleSeries series)
    {
        Series = series;
        Begin = series.Candles[History].OpenTime;
    }

    public static PortfolioKey Portfolio { get; } = new("main", "main");

    public static Symbol Coin { get; } = Symbol.Parse("BTC-USDT");

    /// <summary>It enters at the first signal, steps and sells at small moves.</summary>
    public static TraderSettings Settings { get; } = TraderSettings.Parse(
        """
        coins=BTC-USDT
        market=kucoin
        cash=100000
        strategy.startLevel=1
        strategy.ladderPercents=-0.2,-0.5,-1,-2,-5
        strategy.maxDcaPerDay=100
        strategy.dcaMultiplier=0.5
        strategy.trailingStartPercent=0.1
        strategy.trailingStartAfterDcaPercent=0.1
        strategy.trailingGapPercent=0.05
        """,
        "recorded day");

    public CandleSeries Series { get; }

    public DateTimeOffset Begin { get; }

    /// <summary>Inside an hour the price walks by way of low and high, and is at them after a third and two thirds.</summary>
    public IEnumerable<DateTimeOffset> Turns => Enumerable.Range(0, 72).Where(third => third % 3 > 0).Select(third => Begin.AddMinutes(20 * third));

    public MarketId Market { get; } = MarketId.Replay(new string('a', 64));

    public static RecordedDay Load()
    {
        using var reader = File.OpenText(RecordedData.Require("candles", "kucoin_BTC-USDT_1h.csv"));
        var all = CandleCsv.Read(reader, "recorded").Candles;
        return new RecordedDay(CandleSeries.Create(Timeframe.Hour1, [.. all.Skip(FirstHour - History).Take(History + 25)]));
    }

    public ReplayMarketData Data(TimeProvider time) => new(Market, Coin, Series, time, Begin);

    /// <summary>Everything that was intended and what became of it, without the instants that follow an order's acceptance: engines wait with their own clocks.</summary>
    public static async Task<string> CanonicalAsync(ITableStore tables)
    {
        var store = new PortfolioStore(tables);
        var head = (await store.GetHeadAsync(Portfolio, default))!;
        var lines = new List<string>();
        await foreach (var order in store.ReadAsync<Order>(Portfolio, "order", default))
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{order.CreatedAt:O} {order.Id} {order.CycleId} {order.Side} {order.Leg} {order.Deal} {order.Attempt} {order.Quantity} limit {order.Limit} signal {order.SignalPrice} until {order.ValidUntil:O} settings {order.SettingsVersion} {order.State} {order.Filled} {order.FilledValue} {order.Fees}"));
        }
        await foreach (var fill in store.ReadAsync<Fill>(Portfolio, "fill", default)) lines.Add(string.Create(CultureInfo.InvariantCulture, $"fill {fill.OrderId} {fill.Quantity} {fill.Price} {fill.Fee} {fill.RealisedProfit}"));
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Forecasts, ForecastFlow.Partition(MarketId.Replay(new string('a', 64)), Coin, Timeframe.Hour1)), default)) lines.Add("forecast " + row.Json);
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', [$"cash {head.Cash} reserved {head.Reserved} fees {head.Fees} deals {head.ClosedDeals}", .. lines]);
    }
}
