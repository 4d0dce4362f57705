using PowerTrader.Adapters.Simulation;
using PowerTrader.Compliance;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Simulation;

/// <summary>KuCoin's production client over real HTTP.</summary>
public sealed class LoopbackMarketDataTests : MarketDataCompliance, IAsyncLifetime
{
    private ExchangeUnderTest exchange = null!;

    protected override IMarketData Market => exchange.Market;

    protected override Symbol Listed { get; } = Symbol.Parse("ETH-USDT");

    protected override DateTimeOffset Now { get; } = SimulatedMarket.TradingStart.AddMinutes(17);

    public async ValueTask InitializeAsync() =>
        exchange = await ExchangeUnderTest.StartAsync(new ManualTimeProvider(Now), overNetwork: true);

    public ValueTask DisposeAsync() => exchange.DisposeAsync();
}
