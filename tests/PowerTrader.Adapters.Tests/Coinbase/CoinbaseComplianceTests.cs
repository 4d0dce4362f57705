using PowerTrader.Adapters.Coinbase;
using PowerTrader.Compliance;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Coinbase;

public sealed class CoinbaseComplianceTests : MarketDataCompliance, IDisposable
{
    private readonly JumpingTimeProvider clock = new(new DateTimeOffset(2025, 6, 3, 14, 17, 0, TimeSpan.Zero));
    private readonly CoinbaseVenue venue;
    private readonly HttpClient http;
    private readonly CoinbaseMarketData market;

    public CoinbaseComplianceTests()
    {
        venue = new CoinbaseVenue(clock);
        http = new HttpClient(venue) { BaseAddress = new Uri(CoinbaseMarketData.BaseAddress) };
        market = new CoinbaseMarketData(http, clock);
    }

    protected override IMarketData Market => market;

    protected override Symbol Listed { get; } = Symbol.Parse("BTC-USD");

    protected override DateTimeOffset Now => clock.GetUtcNow();

    public void Dispose()
    {
        market.Dispose();
        http.Dispose();
        venue.Dispose();
    }
}
