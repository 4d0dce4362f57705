namespace PowerTrader.LoopbackExchange.Venues;

public enum VenueCall
{
    Place,
    Cancel,
    FindOrder,
    OpenOrders,
    OrderFills,
    Fills,
    Balances,
    Instruments,
    Quote,
    Fees,
    Account,
    Time,
}

public enum VenueFault
{
    None,

    /// <summary>The request never arrives: connection refused or reset.</summary>
    BeforeRequest,

    /// <summary>The connection drops, and the request arrives all the same, some seconds later: only for orders and cancels.</summary>
    LateArrival,

    /// <summary>It is done, then the connection drops.</summary>
    AfterAcceptance,

    /// <summary>It is done, and the reply cannot be read.</summary>
    GarbledReply,

    /// <summary>It is done, and the reply comes after the client has given up.</summary>
    LateReply,

    /// <summary>Nothing is done; a busy venue answers as if the key were wrong.</summary>
    Unauthorized401UnderThrottling,

    /// <summary>Nothing is done: too many requests.</summary>
    Throttled429,

    /// <summary>Nothing is done.</summary>
    ServerError5xxBefore,

    /// <summary>It is done, and the reply says that something failed.</summary>
    ServerError5xxAfter,
}

/// <summary>Which requests to a venue go wrong, and how: asked once at each request. Thread-safe.</summary>
/// <remarks>Scripted faults go first; then, where there is a source of chance, the rest.</remarks>
public sealed class VenueFaults
{
    private readonly Lock gate = new();
    private readonly Dictionary<VenueCall, int> calls = [];
    private readonly Dictionary<(VenueCall, int), VenueFault> script = [];
    private readonly Dictionary<(VenueCall Call, VenueFault Fault), int> hits = [];
    private readonly Func<VenueCall, int, VenueFault>? chance;

    public VenueFaults(Func<VenueCall, int, VenueFault>? chance = null) => this.chance = chance;

    /// <summary>While true nothing more goes wrong, scripted or not.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Faults so far, without <see cref="VenueFault.None"/>.</summary>
    public IReadOnlyDictionary<(VenueCall Call, VenueFault Fault), int> Hits
    {
        get
        {
            lock (gate) return new Dictionary<(VenueCall, VenueFault), int>(hits);
        }
    }

    /// <summary>Requests in a hundred go wrong, each kind alike; the same seed, the same faults at the same requests.</summary>
    public static VenueFaults Seeded(int seed, int percent)
    {
        var random = new Random(seed);
        var kinds = Enum.GetValues<VenueFault>();
        return new VenueFaults((call, _) =>
        {
            var (strikes, kind) = (random.Next(100) < percent, kinds[random.Next(1, kinds.Length)]);
            return strikes ? kind == VenueFault.LateArrival && call is not (VenueCall.Place or VenueCall.Cancel) ? VenueFault.BeforeRequest : kind : VenueFault.None;
        });
    }

    /// <summary>Requests of the kind so far.</summary>
    public int CountOf(VenueCall call)
    {
        lock (gate) return calls.GetValueOrDefault(call);
    }

    /// <param name="number">Of the requests of this kind, from 1.</param>
    public VenueFaults On(VenueCall call, int number, VenueFault fault)
    {
        lock (gate) script[(call, number)] = fault;
        return this;
    }

    /// <summary>The next request of the kind.</summary>
    public VenueFaults OnNext(VenueCall call, VenueFault fault)
    {
        lock (gate) script[(call, calls.GetValueOrDefault(call) + 1)] = fault;
        return this;
    }

    /// <summary>What happens to this request.</summary>
    public VenueFault Next(VenueCall call)
    {
        lock (gate)
        {
            var number = calls[call] = calls.GetValueOrDefault(call) + 1;
            if (IsQuiet) return VenueFault.None;
            var fault = script.TryGetValue((call, number), out var scripted) ? scripted : chance?.Invoke(call, number) ?? VenueFault.None;
            if (fault != VenueFault.None) hits[(call, fault)] = hits.GetValueOrDefault((call, fault)) + 1;
            return fault;
        }
    }
}
