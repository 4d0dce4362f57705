using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>A venue that answers as the case says, and keeps what it was asked.</summary>
internal sealed class ScriptedBroker : IBroker, IBrokers
{
    public TimeSpan ConclusiveAfter { get; set; } = TimeSpan.FromSeconds(5);

    public Func<PlaceRequest, PlaceResult> OnPlace { get; set; } = request => new PlaceResult.Accepted("v1", DateTimeOffset.UnixEpoch);

    /// <summary>Before each look-up.</summary>
    public Action? OnFind { get; set; }

    /// <summary>What look-ups find, by client order id.</summary>
    public Dictionary<ClientOrderId, VenueOrder> Orders { get; } = [];

    public List<VenueFill> Fills { get; } = [];

    public Quote? Quote { get; set; }

    public VenueBalances Balances { get; set; } = new(new Money(1000), new Dictionary<string, Quantity>());

    public List<PlaceRequest> Placed { get; } = [];

    public int LookUps { get; private set; }

    public List<ClientOrderId> Cancelled { get; } = [];

    public DateTimeOffset? VenueNow { get; set; }

    public BrokerTraits Traits => new("scripted", true, ConclusiveAfter);

    /// <summary>Why nothing may be bought; null for nothing.</summary>
    public string? Closed { get; set; }

    public Task<string?> WhyNotBoughtAsync(PortfolioHead portfolio, CancellationToken cancellationToken) => Task.FromResult(Closed);

    public IBroker For(PortfolioHead portfolio) => this;

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult(Quote);

    public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult(new VenueFees(0.001m, 0.001m));

    public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => Task.FromResult(new VenueAccount(AccountStatus.Active, true, TimeSpan.Zero));

    public Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        Placed.Add(request);
        return Task.FromResult(OnPlace(request));
    }

    public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken)
    {
        LookUps++;
        OnFind?.Invoke();
        return Task.FromResult(Orders.GetValueOrDefault(order.Id));
    }

    public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken)
    {
        Cancelled.Add(order.Id);
        return Task.FromResult(CancelResult.Requested);
    }

    public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VenueOrder>>([.. Orders.Values.Where(order => order.Status == VenueOrderStatus.Open)]);

    public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VenueFill>>([.. Fills.Where(fill => fill.ClientOrderId == order.Id)]);

    public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VenueFill>>([.. Fills.Where(fill => fill.Time >= since)]);

    public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => Task.FromResult(Balances);

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Instrument>>([]);
}
