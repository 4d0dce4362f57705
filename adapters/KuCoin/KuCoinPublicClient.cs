using System.Globalization;
using PowerTrader.Adapters.RateLimits;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>KuCoin's public REST calls, each with its request weight, through the rate gate and the retry pipeline. All may be repeated; none has a body.</summary>
public sealed class KuCoinPublicClient : IDisposable
{
    public const string BaseAddress = "https://api.kucoin.com";

    /// <summary>Rows of one page of candles.</summary>
    public const int CandlePage = 1500;

    private readonly KuCoinRateLimits limits;
    private readonly KuCoinTransport transport;

    /// <param name="http">Its base address is KuCoin's, or its handler a simulated exchange.</param>
    /// <param name="time">The market's time: rate gate and retry delays live in it.</param>
    /// <param name="mayWait">False where time stands still during a call, as on a simulated clock: then nothing is retried, and a full window is a refusal.</param>
    public KuCoinPublicClient(HttpClient http, TimeProvider time, bool mayWait = true)
    {
        limits = new KuCoinRateLimits(time);
        transport = new KuCoinTransport(http, limits, time, mayWait);
    }

    /// <summary>The public pool: 2,000 weights per 30 s and IP address.</summary>
    public RateGate Gate => limits[KuCoinPool.Public];

    /// <summary>Rows as sent: newest first, <c>[time, open, close, high, low, volume, turnover]</c>. Weight 3.</summary>
    public Task<VenueResult<string[][]>> GetCandlesAsync(string symbol, string type, long startAt, long endAt, CancellationToken cancellationToken) =>
        GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/api/v1/market/candles?symbol={Safe(symbol)}&type={Safe(type)}&startAt={startAt}&endAt={endAt}"),
            3, KuCoinJson.Default.StringArrayArray, cancellationToken);

    /// <summary><see cref="KuCoinErrorKind.NoData"/> where the symbol has no ticker. Weight 2.</summary>
    public Task<VenueResult<KuCoinTicker>> GetTickerAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/market/orderbook/level1?symbol={Safe(symbol)}", 2, KuCoinJson.Default.KuCoinTicker, cancellationToken);

    /// <summary>About a thousand rows, some hundred kilobytes. Weight 15.</summary>
    public Task<VenueResult<KuCoinAllTickers>> GetAllTickersAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/market/allTickers", 15, KuCoinJson.Default.KuCoinAllTickers, cancellationToken);

    /// <summary>Weight 15.</summary>
    public Task<VenueResult<KuCoinStats>> GetStatsAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/market/stats?symbol={Safe(symbol)}", 15, KuCoinJson.Default.KuCoinStats, cancellationToken);

    /// <summary>All pairs. Weight 4.</summary>
    public Task<VenueResult<KuCoinSymbol[]>> GetSymbolsAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v2/symbols", 4, KuCoinJson.Default.KuCoinSymbolArray, cancellationToken);

    /// <summary>One pair. Weight 4.</summary>
    public Task<VenueResult<KuCoinSymbol>> GetSymbolAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v2/symbols/{Safe(symbol)}", 4, KuCoinJson.Default.KuCoinSymbol, cancellationToken);

    /// <summary>Weight 3.</summary>
    public Task<VenueResult<KuCoinCurrency[]>> GetCurrenciesAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v3/currencies", 3, KuCoinJson.Default.KuCoinCurrencyArray, cancellationToken);

    /// <summary>Weight 3.</summary>
    public Task<VenueResult<KuCoinCurrency>> GetCurrencyAsync(string currency, CancellationToken cancellationToken) =>
        GetAsync($"/api/v3/currencies/{Safe(currency)}", 3, KuCoinJson.Default.KuCoinCurrency, cancellationToken);

    /// <summary>The best 20 levels a side. Weight 2. The whole book needs a signature and is not public.</summary>
    public Task<VenueResult<KuCoinBook>> GetBook20Async(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/market/orderbook/level2_20?symbol={Safe(symbol)}", 2, KuCoinJson.Default.KuCoinBook, cancellationToken);

    /// <summary>The best 100 levels a side. Weight 4.</summary>
    public Task<VenueResult<KuCoinBook>> GetBook100Async(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/market/orderbook/level2_100?symbol={Safe(symbol)}", 4, KuCoinJson.Default.KuCoinBook, cancellationToken);

    /// <summary>The last 100 trades. Weight 3.</summary>
    public Task<VenueResult<KuCoinTrade[]>> GetTradesAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/market/histories?symbol={Safe(symbol)}", 3, KuCoinJson.Default.KuCoinTradeArray, cancellationToken);

    /// <summary>Names of the market sections. Weight 3.</summary>
    public Task<VenueResult<string[]>> GetMarketsAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/markets", 3, KuCoinJson.Default.StringArray, cancellationToken);

    /// <summary>Prices of coins in a fiat currency. Weight 3.</summary>
    public Task<VenueResult<Dictionary<string, string>>> GetFiatPricesAsync(string fiat, IEnumerable<string> currencies, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/prices?base={Safe(fiat)}&currencies={string.Join(',', currencies.Select(Safe))}", 3, KuCoinJson.Default.DictionaryStringString, cancellationToken);

    /// <summary>State of a call auction. Weight 2.</summary>
    public Task<VenueResult<KuCoinCallAuction>> GetCallAuctionAsync(string symbol, CancellationToken cancellationToken) =>
        GetAsync($"/api/v1/market/callauctionData?symbol={Safe(symbol)}", 2, KuCoinJson.Default.KuCoinCallAuction, cancellationToken);

    /// <summary>Milliseconds since the epoch. Weight 3.</summary>
    public Task<VenueResult<long>> GetTimestampAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/timestamp", 3, KuCoinJson.Default.Int64, cancellationToken);

    /// <summary>Whether the venue trades now. Weight 3.</summary>
    public Task<VenueResult<KuCoinStatus>> GetStatusAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/status", 3, KuCoinJson.Default.KuCoinStatus, cancellationToken);

    /// <summary>A token and servers for one stream connection; ask anew for each. Weight 10.</summary>
    public Task<VenueResult<KuCoinBullet>> GetBulletAsync(CancellationToken cancellationToken) =>
        transport.AskAsync(new KuCoinCall(HttpMethod.Post, "/api/v1/bullet-public", 10, KuCoinPool.Public), KuCoinJson.Default.KuCoinBullet, cancellationToken);

    public void Dispose() => limits.Dispose();

    private static string Safe(string text) => Uri.EscapeDataString(text);

    private Task<VenueResult<T>> GetAsync<T>(
        string path, int weight, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        transport.AskAsync(new KuCoinCall(HttpMethod.Get, path, weight, KuCoinPool.Public), type, cancellationToken);
}
