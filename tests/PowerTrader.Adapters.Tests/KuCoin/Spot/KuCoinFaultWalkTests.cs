using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>Orders at a venue where every second request goes wrong: what the broker says is never more than what is.</summary>
[Trait("Tier", "full")]
public class KuCoinFaultWalkTests
{
    private const int Orders = 6;

    public static TheoryData<int, SpotApi> Walks => new MatrixTheoryData<int, SpotApi>(Enumerable.Range(1, 60), Enum.GetValues<SpotApi>());

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Walk_UnderFaults_SaysNothingThatIsNotSo(int seed, SpotApi api)
    {
        var time = new JumpingTimeProvider(TestInstants.Start);
        var random = new Random(seed);
        var options = new SimulatedVenueOptions
        {
            MaxShareOfDisplayed = 0.25m,
            RepeatedIds = (RepeatedIdPolicy)(seed % 3),
            CancelDelay = TimeSpan.FromSeconds(random.Next(3)),
            OrderListingDelay = TimeSpan.FromSeconds(random.Next(3)),
            TradeListingDelay = TimeSpan.FromSeconds(random.Next(3)),
            FeePayment = (FeePayment)random.Next(3),
        };
        using var kucoin = new KuCoinUnderTest(time, api, options, maxRows: 2, VenueFaults.Seeded(seed, 50));
        kucoin.Venue.MoveOutside("KCS", 100);
        var told = new Dictionary<OrderRef, PlaceResult>();
        for (var number = 1; number <= Orders; number++)
        {
            kucoin.Show(99.9m + random.Next(3), 102 + random.Next(3), random.Next(1, 8));
            var order = new OrderRef(ClientOrderId.Parse($"7d54abe2-1c6c-5f0e-9d7a-{number:d12}"), KuCoinUnderTest.Btc, time.GetUtcNow());
            told[order] = await kucoin.Broker.PlaceAsync(new PlaceRequest(order.Id, order.Symbol, OrderSide.Buy, new Quantity(random.Next(1, 4)), new Price(101 + random.Next(4))), default);
            await TryAsync(() => kucoin.Broker.GetFillsSinceAsync(TestInstants.Start, default));
            if (random.Next(2) == 0) await TryAsync(() => kucoin.Broker.CancelAsync(order, default));
            time.Advance(TimeSpan.FromSeconds(1));
        }
        kucoin.Wire.Faults.CountOf(VenueCall.Place).ShouldBe(Orders, "each is sent once");

        kucoin.Wire.Faults.IsQuiet = true;
        time.Advance(kucoin.Broker.Traits.ConclusiveAfter);
        var truth = kucoin.Venue.Truth();
        foreach (var (order, answer) in told)
        {
            var real = truth.Orders.Where(placed => placed.Ticket.ClientId == order.Id.ToString()).ToList();
            real.Count.ShouldBeLessThanOrEqualTo(1);
            if (answer is PlaceResult.Accepted accepted) real.ShouldHaveSingleItem().VenueId.ShouldBe(accepted.VenueOrderId);
            if (answer is PlaceResult.Rejected) real.ShouldBeEmpty();
            var found = await kucoin.Broker.FindAsync(order, default);
            (found?.VenueOrderId, found?.FilledQuantity.Value).ShouldBe((real.SingleOrDefault()?.VenueId, real.SingleOrDefault()?.Filled));
            (await kucoin.Broker.GetFillsAsync(order, default)).Sum(fill => fill.Quantity.Value).ShouldBe(found?.FilledQuantity.Value ?? 0);
        }
        await ShouldAddUpAsync(kucoin, truth.Trades.Count);
    }

    private static async Task ShouldAddUpAsync(KuCoinUnderTest kucoin, int trades)
    {
        var fills = await kucoin.Broker.GetFillsSinceAsync(TestInstants.Start, default);
        var balances = await kucoin.Broker.GetBalancesAsync(default);
        decimal InCoin(string coin) => fills.Where(fill => fill.PaidIn?.Coin == coin).Sum(fill => fill.PaidIn!.Quantity.Value);

        fills.Count.ShouldBe(trades);
        balances.Cash.Amount.ShouldBe(10_000 - fills.Sum(fill => fill.Price.Value * fill.Quantity.Value + (fill.PaidIn is null ? fill.Fee.Amount : 0)));
        balances.Coins.GetValueOrDefault("BTC").Value.ShouldBe(fills.Sum(fill => fill.Quantity.Value) - InCoin("BTC"));
        balances.Coins["KCS"].Value.ShouldBe(100 - InCoin("KCS"));
    }

    /// <summary>The only ways in which a question may fail.</summary>
    private static async Task TryAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            await ask();
        }
        catch (TransientException)
        {
            // Asked again later.
        }
    }
}
