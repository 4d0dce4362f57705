using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>The port's rules through the signed protocol in small pages, by either family of order calls.</summary>
public abstract class KuCoinBrokerCompliance : BrokerCompliance, IDisposable
{
    private readonly JumpingTimeProvider time = new(TestInstants.Start);
    private readonly KuCoinUnderTest kucoin;

    protected KuCoinBrokerCompliance(SpotApi api, SimulatedVenueOptions? options = null)
    {
        kucoin = new KuCoinUnderTest(time, api, options, maxRows: 50);
        kucoin.Wire.Options = kucoin.Wire.Options with { SplitsAccounts = true };
    }

    protected override IBroker Broker => kucoin.Broker;

    protected override decimal FeeRate => 0.001m;

    protected override decimal MaxShare => 0.25m;

    public void Dispose()
    {
        kucoin.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Show(decimal bid, decimal ask, decimal size = 1000)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        kucoin.Show(bid, ask, size);
    }

    protected override Task MoveOutsideAsync(decimal cash, decimal btc)
    {
        kucoin.Venue.MoveOutside("USDT", cash);
        kucoin.Venue.MoveOutside("BTC", btc);
        return Task.CompletedTask;
    }
}

public sealed class KuCoinHfComplianceTests() : KuCoinBrokerCompliance(SpotApi.Hf);

public sealed class KuCoinLegacyComplianceTests() : KuCoinBrokerCompliance(SpotApi.Legacy);
