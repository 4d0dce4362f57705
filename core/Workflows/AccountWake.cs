using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>What a venue tells unasked lets the next look at an order, or the next comparison, come sooner. It is never believed: whoever hears it asks, and what it does not tell is found at the usual times.</summary>
/// <remarks>
/// Anybody may hear; one at a time follows, beside the workflows and never within one. However many hints come, an order is looked at once a second at
/// most, and each look that finds nothing new doubles that, up to the longest pause between two polls.
/// </remarks>
public sealed class AccountWake(PortfolioKey portfolio, PortfolioSessions sessions, OutboxDrain outbox, IBrokers brokers, TrackOrderFlow tracking, ReconcileFlow reconcile, ITradingClock clock)
{
    /// <summary>Looks in a row, before whatever else is due has its turn.</summary>
    public const int LooksAtOnce = 8;

    public static readonly TimeSpan ShortestGap = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(15);

    /// <summary>Between the last comparison with the venue and one that a hint asks for.</summary>
    public static readonly TimeSpan BetweenComparisons = TimeSpan.FromMinutes(1);

    /// <summary>Orders named since the last look; of more it is only known that something happened.</summary>
    private const int MaxNamed = 256;

    private readonly Lock gate = new();
    private readonly HashSet<ClientOrderId> named = [];
    private readonly Dictionary<ClientOrderId, Look> looks = [];
    private bool isAnyChange;
    private bool wantsComparison;
    private long? compared;

    /// <summary>Notes it. Safe from any thread, and never waits.</summary>
    public void Hear(AccountHint hint)
    {
        lock (gate)
        {
            if (hint.Order is { } id && named.Count < MaxNamed) named.Add(id);
            else isAnyChange = true;
        }
    }

    /// <summary>Follows what was heard. A venue that cannot be asked is left to the usual times.</summary>
    /// <returns>In how long something is left to be looked at; null where nothing is until the next hint.</returns>
    public async Task<TimeSpan?> RunAsync(CancellationToken cancellationToken)
    {
        var (ids, any) = Take();
        wantsComparison |= any;
        var open = (await sessions.GetAsync(portfolio, cancellationToken)).OpenOrders.Where(order => order.State is OrderState.Accepted or OrderState.Unknown).ToDictionary(order => order.Id);
        foreach (var ended in looks.Keys.Where(id => !open.ContainsKey(id)).ToList()) looks.Remove(ended);
        // Whatever else is named is no order of this portfolio, or is over: nothing is asked for it.
        foreach (var id in open.Keys.Where(id => any || ids.Contains(id))) looks[id] = looks.GetValueOrDefault(id, Look.Never) with { IsWanted = true };
        foreach (var id in Due().Take(LooksAtOnce).ToList()) await LookAsync(open[id], cancellationToken);
        var rest = wantsComparison ? await CompareAsync(cancellationToken) : null;
        foreach (var look in looks.Values.Where(look => look.IsWanted)) rest = Sooner(rest, Left(look));
        return rest;
    }

    private (HashSet<ClientOrderId> Named, bool IsAny) Take()
    {
        lock (gate)
        {
            var taken = (named.ToHashSet(), isAnyChange);
            named.Clear();
            isAnyChange = false;
            return taken;
        }
    }

    /// <summary>Those first that were looked at longest ago.</summary>
    private IEnumerable<ClientOrderId> Due() => looks.Where(look => look.Value.IsWanted && Left(look.Value) == TimeSpan.Zero).OrderBy(look => look.Value.At ?? long.MinValue).Select(look => look.Key);

    private async Task LookAsync(Order order, CancellationToken cancellationToken)
    {
        var look = looks[order.Id];
        var hasNews = false;
        try
        {
            hasNews = order.State == OrderState.Unknown ? await reconcile.FindAsync(portfolio, order, cancellationToken) : await PollAsync(order, cancellationToken);
            await outbox.DrainAsync(portfolio, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            // Its tracking asks again, and says so where it cannot.
        }
        looks[order.Id] = new Look(IsWanted: false, clock.TimeProvider.GetTimestamp(), hasNews ? ShortestGap : Sooner(LongestGap, look.Gap * 2)!.Value);
    }

    private async Task<bool> PollAsync(Order order, CancellationToken cancellationToken)
    {
        var ended = await tracking.SettleAsync(portfolio, order, $"{Names.AccountFeed}|{order.Id}", cancellationToken);
        return ended || (await sessions.GetAsync(portfolio, cancellationToken)).FindOpenOrder(order.Id)?.Filled != order.Filled;
    }

    /// <summary>At rest, what moved is somebody else's doing. While orders are open, or have just ended, it is theirs, and the schedule compares.</summary>
    private async Task<TimeSpan?> CompareAsync(CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(portfolio, cancellationToken);
        var now = clock.Now;
        if (book.OpenOrders.Count > 0 || now - book.Head.LastOrderEndedAt < brokers.For(book.Head).Traits.ConclusiveAfter)
        {
            wantsComparison = false;
            return null;
        }
        var since = compared is { } at ? clock.TimeProvider.GetElapsedTime(at) : TimeSpan.MaxValue;
        if (book.Head.LastReconciledAt is { } last && now >= last && now - last < since) since = now - last;
        if (since < BetweenComparisons) return BetweenComparisons - since;
        wantsComparison = false;
        compared = clock.TimeProvider.GetTimestamp();
        try
        {
            await reconcile.RunAsync(now, atStart: false, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            // The schedule compares.
        }
        return null;
    }

    private TimeSpan Left(Look look) => look.At is { } at && look.Gap - clock.TimeProvider.GetElapsedTime(at) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan other) => one < other ? one : other;

    /// <param name="At">By the steady clock; null where it was never looked at.</param>
    private sealed record Look(bool IsWanted, long? At, TimeSpan Gap)
    {
        public static Look Never { get; } = new(false, null, ShortestGap);
    }
}
