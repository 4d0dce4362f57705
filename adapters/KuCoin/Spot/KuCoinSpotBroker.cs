using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>A spot account at KuCoin. The venue is the truth: nothing is kept here but what cannot change.</summary>
/// <remarks>What is trusted and what is not: docs/reference/kucoin-execution.md.</remarks>
public partial class KuCoinSpotBroker : IBroker, IAccountFeedSource, IDisposable
{
    /// <summary>A signature older than this is refused by the venue. Source: KuCoin API documentation, authentication.</summary>
    private static readonly TimeSpan SignatureWindow = TimeSpan.FromSeconds(5);

    private readonly KuCoinSpotClient client;
    private readonly KuCoinSpotOptions options;
    private readonly TimeProvider time;
    private readonly KuCoinMarketData market;
    private readonly SpotFeeValues feeValues;

    public KuCoinSpotBroker(KuCoinSpotClient client, KuCoinSpotOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        this.client = client;
        this.options = options;
        this.time = time;
        market = new KuCoinMarketData(client.Public, MarketId.KuCoin, time);
        feeValues = new SpotFeeValues(market);
        Traits = new BrokerTraits("kucoin", IsPaper: false, options.ConclusiveAfter);
    }

    public BrokerTraits Traits { get; }

    public DateTimeOffset? VenueNow => client.Clock.Told;

    protected KuCoinSpotClient Client => client;

    public IAccountFeed CreateFeed() => new KuCoinAccountFeed(client, new WebSocketConnector(), time);

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) =>
        FromMarketAsync(() => market.GetInstrumentsAsync(cancellationToken));

    public async Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        pairs.Add(symbol);
        // A quote comes before every order: so the venue's clock is known when the order is signed, which asks nothing.
        await client.Clock.EnsureAsync(cancellationToken);
        return await FromMarketAsync(() => market.GetQuoteAsync(symbol, cancellationToken));
    }

    public async Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var answer = await client.GetTradeFeesAsync(symbol.Value, cancellationToken);
        if (answer is { IsSuccess: false, Error.Kind: not (KuCoinErrorKind.NoData or KuCoinErrorKind.UnknownSymbol) }) SpotErrors.Throw(answer.Error);
        var rates = answer.Data?.FirstOrDefault(row => row.Symbol == symbol.Value) ?? SpotErrors.Require(await client.GetBaseFeeAsync(cancellationToken));
        return new VenueFees(
            rates.TakerFeeRate?.Number ?? throw SpotMapping.Unsound(symbol.Value, "no taker fee"), rates.MakerFeeRate?.Number ?? throw SpotMapping.Unsound(symbol.Value, "no maker fee"));
    }

    public async Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken)
    {
        var answer = await client.GetKeyAsync(cancellationToken);
        var skew = client.Clock.Offset.Offset;
        if (answer.Error?.Kind == KuCoinErrorKind.AccountBlocked) return new VenueAccount(AccountStatus.Blocked, MayTrade: false, skew);
        var key = SpotErrors.Require(answer);
        if (key.ApiVersion is { } version && version != client.KeyVersion)
            throw new VenueAccessException(VenueAccess.Key, $"KuCoin: the key is of version {version} and signed as one of version {client.KeyVersion}; set keyVersion={version}");
        var status = SpotErrors.Require(await client.Public.GetStatusAsync(cancellationToken)).Status;
        var mayTrade = key.Permissions.Contains("Spot", StringComparer.OrdinalIgnoreCase) || key.Permissions.Contains("Trade", StringComparer.OrdinalIgnoreCase);
        return new VenueAccount(status == "open" ? AccountStatus.Active : AccountStatus.Blocked, mayTrade, skew);
    }

    public async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.IntendedAt is { } at && time.GetUtcNow() - at > SignatureWindow)
            return new PlaceResult.Rejected(new VenueError("late", "nothing was sent: it was held up for longer than the venue's window, and others may have looked for it meanwhile"));
        pairs.Add(request.Symbol);
        var id = request.ClientOrderId.ToString();
        var order = new SpotPlaceRequest(
            id, request.Side == OrderSide.Buy ? "buy" : "sell", request.Symbol.Value, "limit", SpotMapping.Text(request.Limit.Value), SpotMapping.Text(request.Quantity.Value), "GTC")
        { IntendedAt = request.IntendedAt };
        try
        {
            var answer = await client.Orders.PlaceAsync(order, cancellationToken);
            if (!answer.IsSuccess) return Refused(answer.Error);
            return answer.Data.OrderId is not { Length: > 0 } || (answer.Data.ClientOid is { Length: > 0 } named && named != id)
                ? new PlaceResult.Unknown($"the answer is of no order or of another one ({answer.Data.OrderId}, {answer.Data.ClientOid})")
                : new PlaceResult.Accepted(answer.Data.OrderId, time.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            return new PlaceResult.Unknown("it was cancelled while it was being sent");
        }
        catch (TransientException fault)
        {
            // Only the keys are asked for before anything is sent.
            return new PlaceResult.Rejected(new VenueError("keys", fault.Message));
        }
    }

    public async Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var answer = order.VenueOrderId is { } id
            ? await client.Orders.CancelAsync(id, order.Symbol.Value, cancellationToken)
            : await client.Orders.CancelByClientIdAsync(order.Id.ToString(), order.Symbol.Value, cancellationToken);
        if (answer.IsSuccess || answer.Error.Kind == KuCoinErrorKind.NoData) return CancelResult.Requested;
        if (!answer.Error.IsOrderNotFound && answer.Error.Kind != KuCoinErrorKind.UnknownSymbol) SpotErrors.Throw(answer.Error);
        return CancelResult.NotOpen;
    }

    public async Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken)
    {
        var coins = new Dictionary<string, Quantity>();
        foreach (var row in Tradable(SpotErrors.Require(await client.GetAccountsAsync(cancellationToken))))
        {
            var balance = SpotMapping.Amount(row.Balance, "balance", row.Currency);
            if (SpotMapping.Amount(row.Available, "available", row.Currency) + SpotMapping.Amount(row.Holds, "holds", row.Currency) != balance)
                throw SpotMapping.Unsound(row.Currency, $"a balance of {row.Balance} that is not {row.Available} available and {row.Holds} held");
            if (balance > 0) coins[row.Currency] = coins.GetValueOrDefault(row.Currency) + new Quantity(balance);
        }
        coins.Remove(options.Quote, out var cash);
        return new VenueBalances(new Money(cash.Value), coins);
    }

    public void Dispose()
    {
        client.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The trading accounts; older ones hold coins in two of them. The main one is a wallet: nothing is bought from it.</summary>
    private static IEnumerable<SpotAccount> Tradable(SpotAccount[] rows) => rows.Where(row => row.Type is "trade" or "trade_hf");

    private static PlaceResult Refused(KuCoinError error) => error.IsRefusal
        ? new PlaceResult.Rejected(new VenueError(error.Code, error.Message))
        : new PlaceResult.Unknown($"{error.Message} [{error.Code}]");

    private static async Task<T> FromMarketAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (MarketRefusedException refused)
        {
            if (refused.Refusal == MarketRefusal.Region) throw new VenueAccessException(VenueAccess.Region, refused.Message, refused);
            throw new TransientException(refused.Message, refused);
        }
    }
}
