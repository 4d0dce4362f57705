using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>KuCoin's signed calls of one account, each with its request weight. Placements are sent once; everything else may be repeated and is signed anew each time.</summary>
public sealed class KuCoinSpotClient : IDisposable
{
    private readonly KuCoinRateLimits limits;
    private readonly KuCoinSigner signer;
    private readonly KuCoinTransport transport;

    /// <param name="keys">Asked for once they are needed; null from it: none are kept.</param>
    /// <param name="http">Its base address is KuCoin's; its time-out is how long an answer may take.</param>
    /// <param name="time">Rate gates, retry delays and time stamps live in it.</param>
    public KuCoinSpotClient(HttpClient http, Func<CancellationToken, Task<KuCoinKeys?>> keys, SpotApi api, TimeProvider time)
    {
        Public = new KuCoinPublicClient(http, time);
        Clock = new KuCoinClock(Public.GetTimestampAsync, time);
        limits = new KuCoinRateLimits(time);
        signer = new KuCoinSigner(keys, Clock);
        transport = new KuCoinTransport(http, limits, time, mayWait: true, signer);
        Orders = api == SpotApi.Hf ? new HfOrders(transport) : new LegacyOrders(transport);
    }

    /// <summary>The public calls of the same venue.</summary>
    public KuCoinPublicClient Public { get; }

    internal KuCoinClock Clock { get; }

    /// <summary>By which the key is signed with; null before the first signed call.</summary>
    internal int? KeyVersion => signer.Version;

    internal ISpotOrders Orders { get; }

    /// <summary>Every coin of every account, those of a balance of zero too where they were held once. Weight 5 (management).</summary>
    public Task<VenueResult<SpotAccount[]>> GetAccountsAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/accounts", 5, KuCoinPool.Management, SpotJson.Default.SpotAccountArray, cancellationToken);

    /// <summary>What the account pays before a pair's own rate. Weight 3.</summary>
    public Task<VenueResult<SpotFeeRates>> GetBaseFeeAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/base-fee?currencyType=0", 3, KuCoinPool.Spot, SpotJson.Default.SpotFeeRates, cancellationToken);

    /// <summary>What an order of the pair pays. Weight 3.</summary>
    public Task<VenueResult<SpotFeeRates[]>> GetTradeFeesAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/trade-fees?symbols={Uri.EscapeDataString(symbol)}", 3, KuCoinPool.Spot, SpotJson.Default.SpotFeeRatesArray, cancellationToken);

    /// <summary>What the key may do. Weight 3 (management).</summary>
    public Task<VenueResult<SpotKeyInfo>> GetKeyAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/user/api-key", 3, KuCoinPool.Management, SpotJson.Default.SpotKeyInfo, cancellationToken);

    /// <summary>Level and sub-accounts of the owner. Weight 20 (management).</summary>
    public Task<VenueResult<SpotUser>> GetUserAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v2/user-info", 20, KuCoinPool.Management, SpotJson.Default.SpotUser, cancellationToken);

    /// <summary>A token for one connection that carries this account's own messages. Weight 10.</summary>
    public Task<VenueResult<KuCoinBullet>> GetPrivateBulletAsync(CancellationToken cancellationToken) =>
        transport.AskAsync(new KuCoinCall(HttpMethod.Post, "/api/v1/bullet-private", 10, KuCoinPool.Spot), SpotJson.Default.KuCoinBullet, cancellationToken);

    /// <summary>Sets, renews or (with -1 s) clears the switch that cancels open orders; the last call stands. Weight 2.</summary>
    public Task<VenueResult<SpotDeadMan>> SetDeadManAsync(SpotDeadManRequest request, CancellationToken cancellationToken) =>
        transport.AskAsync(
            new KuCoinCall(HttpMethod.Post, "/api/v1/hf/orders/dead-cancel-all", 2, KuCoinPool.Spot)
            {
                Body = _ => JsonSerializer.SerializeToUtf8Bytes(request, SpotJson.Default.SpotDeadManRequest),
            },
            SpotJson.Default.SpotDeadMan, cancellationToken);

    /// <summary><see cref="KuCoinErrorKind.NoData"/> where none is set. Weight 2.</summary>
    public Task<VenueResult<SpotDeadMan>> GetDeadManAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/hf/orders/dead-cancel-all/query", 2, KuCoinPool.Spot, SpotJson.Default.SpotDeadMan, cancellationToken);

    public void Dispose()
    {
        Public.Dispose();
        limits.Dispose();
    }

    private Task<VenueResult<T>> GetAsync<T>(string path, int weight, KuCoinPool pool, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        transport.AskAsync(new KuCoinCall(HttpMethod.Get, path, weight, pool), type, cancellationToken);
}
