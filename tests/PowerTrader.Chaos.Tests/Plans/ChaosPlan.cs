using System.Globalization;
using PowerTrader.Core;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Chaos.Tests.Plans;

/// <summary>A schedule: how the venue behaves, and everything that goes wrong. A pure function of its seed and the points that there are.</summary>
internal sealed record ChaosPlan(int Seed, SimulatedVenueOptions Venue, TimeSpan Window, string Reconcile, IReadOnlyList<Disturbance> Disturbances)
{
    /// <summary>How long things go wrong.</summary>
    public static readonly TimeSpan Trouble = TimeSpan.FromMinutes(8);

    private const int PointsPerPlan = 4;

    private const int PairsPerPlan = 3;

    /// <summary>As rarely as usual, or soon after each tick, while what was sent may still be under way.</summary>
    private const string SoonReconcile = "24 * * * * *";

    private static readonly (VenueCall Call, VenueFault Fault)[] VenuePairs = [.. Pairs()];

    /// <summary>Of everything that may be drawn beside the points, as the report counts it.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. VenuePairs.Select(pair => new Disturbance.AtVenue(pair.Call, 1, pair.Fault).Name).Distinct(),
        .. ((Disturbance[])
        [
            new Disturbance.OfMessage(1, MessageTrouble.Doubled, 1), new Disturbance.OfMessage(1, MessageTrouble.Delayed, 1), new Disturbance.ClockStep(1, 1),
            new Disturbance.ClockStep(1, -1), new Disturbance.Sleep(1, 1), new Disturbance.CashMoved(1, 1), new Disturbance.CashMoved(1, -1),
        ]).Select(each => each.Name),
    ];

    /// <summary>Nothing goes wrong.</summary>
    public static ChaosPlan Undisturbed(int seed) => new(seed, new SimulatedVenueOptions(), TimeSpan.FromSeconds(5), Schedules.Reconcile, []);

    public static ChaosPlan Draw(int seed, CrashPointList points)
    {
        var random = new Random(seed);
        var disturbances = new List<Disturbance>();
        // Every point in turn, so that a run of many schedules visits all of them equally often.
        for (var k = 0; k < PointsPerPlan; k++)
        {
            var (point, moment) = points.At((long)seed * PointsPerPlan + k);
            disturbances.Add(new Disturbance.AtPort(point, 1 + random.Next(points.CountOf(point)), moment, Gap(random)));
        }
        for (var k = 0; k < PairsPerPlan; k++)
        {
            var (call, fault) = VenuePairs[Strides.Place((long)seed * PairsPerPlan + k, VenuePairs.Length)];
            disturbances.Add(new Disturbance.AtVenue(call, 1 + random.Next(NumbersOf(call)), fault));
        }
        disturbances.Add(new Disturbance.AtVenue(VenueCall.Place, 1 + random.Next(NumbersOf(VenueCall.Place)), (VenueFault)random.Next(1, Enum.GetValues<VenueFault>().Length)));
        disturbances.Add(new Disturbance.OfMessage(1 + random.Next(12), (MessageTrouble)random.Next(2), random.Next(1, 150)));
        if (random.Next(4) == 0) disturbances.Add(new Disturbance.ClockStep(random.Next(20, 450), random.Next(2) == 0 ? -random.Next(1, 20) : random.Next(1, 20)));
        if (random.Next(6) == 0) disturbances.Add(new Disturbance.Sleep(random.Next(20, 450), random.Next(10, 900)));
        if (random.Next(6) == 0) disturbances.Add(new Disturbance.CashMoved(random.Next(20, 450), random.Next(2) == 0 ? random.Next(1, 900) : -random.Next(1, 300)));
        return new ChaosPlan(seed, VenueOf(random), TimeSpan.FromSeconds(random.Next(2) == 0 ? 5 : 30), random.Next(2) == 0 ? Schedules.Reconcile : SoonReconcile, disturbances);
    }

    /// <summary>One line per disturbance: what a failing seed prints.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}, window {Window.TotalSeconds} s, reconciled at '{Reconcile}', repeated ids {Venue.RepeatedIds}, fees from {Venue.FeePayment}, cancels after {Venue.CancelDelay.TotalSeconds} s, orders listed after {Venue.OrderListingDelay.TotalSeconds} s, trades after {Venue.TradeListingDelay.TotalSeconds} s, trade ids {Venue.TradesHaveIds}\n{string.Join('\n', Disturbances.Select(each => "  " + each))}");

    private static SimulatedVenueOptions VenueOf(Random random) => new()
    {
        RepeatedIds = (RepeatedIdPolicy)random.Next(3),
        FeePayment = random.Next(2) == 0 ? FeePayment.Quote : (FeePayment)random.Next(3),
        CancelDelay = TimeSpan.FromSeconds(random.Next(4)),
        OrderListingDelay = TimeSpan.FromMilliseconds(100 * random.Next(6)),
        TradeListingDelay = TimeSpan.FromMilliseconds(500 * random.Next(12)),
        TradesHaveIds = random.Next(3) > 0,
    };

    /// <summary>Of every kind of request that the trader makes, every fault that it can meet.</summary>
    private static IEnumerable<(VenueCall Call, VenueFault Fault)> Pairs()
    {
        foreach (var call in (VenueCall[])[VenueCall.Place, VenueCall.Cancel, VenueCall.FindOrder, VenueCall.OrderFills, VenueCall.Fills, VenueCall.OpenOrders, VenueCall.Balances, VenueCall.Quote, VenueCall.Instruments])
        {
            foreach (var fault in Enum.GetValues<VenueFault>())
            {
                if (fault != VenueFault.None && (fault != VenueFault.LateArrival || call is VenueCall.Place or VenueCall.Cancel)) for (var times = call == VenueCall.Cancel ? 4 : 1; times > 0; times--) yield return (call, fault);
            }
        }
    }

    /// <summary>About as many requests of the kind as a schedule has while things go wrong.</summary>
    private static int NumbersOf(VenueCall call) => call switch
    {
        VenueCall.Place => 6,
        VenueCall.Cancel => 1,
        VenueCall.Fills or VenueCall.OpenOrders or VenueCall.Balances or VenueCall.Instruments => 2,
        VenueCall.Quote => 40,
        _ => 12,
    };

    /// <summary>Mostly as long as a restart takes, at times long enough that everything is stale.</summary>
    private static int Gap(Random random) => random.Next(5) == 0 ? random.Next(60, 400) : random.Next(1, 40);
}
