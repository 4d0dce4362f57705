using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;
using PowerTrader.Adapters.Network;
using PowerTrader.Adapters.RateLimits;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Coinbase;

/// <summary>Coinbase Exchange's public REST calls through a rate gate and a retry pipeline. GETs only: all may be repeated.</summary>
/// <remarks>
/// Source: docs.cdp.coinbase.com, Exchange API: 10 public requests a second and IP address; success is HTTP 200 with bare data, failure a <c>message</c>.
/// A request without a User-Agent is refused.
/// </remarks>
internal sealed class CoinbaseClient(HttpClient http, TimeProvider time, bool mayWait) : IDisposable
{
    private const string UserAgent = "PowerTrader/1.0";

    private readonly ResiliencePipeline pipeline = !mayWait ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = new PredicateBuilder().Handle<TransientException>(),
        })
        .Build();

    public RateGate Gate { get; } = new(10, TimeSpan.FromSeconds(1), time);

    /// <summary>Rows newest first: <c>[time in seconds, low, high, open, close, volume]</c>. Both ends count in; at most 300 rows.</summary>
    /// <param name="granularity">Seconds: 60, 300, 900, 3600, 21600 or 86400.</param>
    public Task<decimal[][]> GetCandlesAsync(string product, long granularity, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken) =>
        GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/products/{product}/candles?granularity={granularity}&start={Iso(start)}&end={Iso(end)}"),
            CoinbaseJson.Default.DecimalArrayArray, cancellationToken);

    public Task<CoinbaseTicker> GetTickerAsync(string product, CancellationToken cancellationToken) =>
        GetAsync($"/products/{product}/ticker", CoinbaseJson.Default.CoinbaseTicker, cancellationToken);

    /// <summary>The best bid and ask with their sizes.</summary>
    public Task<CoinbaseBook> GetTouchAsync(string product, CancellationToken cancellationToken) =>
        GetAsync($"/products/{product}/book?level=1", CoinbaseJson.Default.CoinbaseBook, cancellationToken);

    public Task<CoinbaseProduct[]> GetProductsAsync(CancellationToken cancellationToken) =>
        GetAsync("/products", CoinbaseJson.Default.CoinbaseProductArray, cancellationToken);

    public Task<CoinbaseTime> GetTimeAsync(CancellationToken cancellationToken) => GetAsync("/time", CoinbaseJson.Default.CoinbaseTime, cancellationToken);

    public void Dispose() => Gate.Dispose();

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await pipeline.ExecuteAsync(
            static async (state, token) => await state.Me.SendAsync(state.Path, state.Type, token), (Me: this, Path: path, Type: type), cancellationToken);

    private async Task<T> SendAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        await Gate.EnterAsync(1, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK) throw Failure(response.StatusCode, body, path);
            return JsonSerializer.Deserialize(body, type) ?? throw new TransientException($"Coinbase answered {path} without data");
        }
        catch (JsonException fault)
        {
            throw new TransientException($"Coinbase answered {path} in another form", fault);
        }
        catch (HttpRequestException fault)
        {
            throw new TransientException($"Coinbase: no answer: {NetworkFaults.Words(fault)}", fault);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException($"Coinbase: {NetworkFaults.TimedOut}");
        }
    }

    private static Exception Failure(HttpStatusCode status, byte[] body, string path)
    {
        var text = $"{Message(body)} [HTTP {(int)status}]";
        return status switch
        {
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new TransientException($"Coinbase: {text}"),
            HttpStatusCode.NotFound => new MarketRefusedException(MarketRefusal.Symbol, $"Coinbase does not list it ({path.Split('?')[0]}): {text}"),
            HttpStatusCode.Forbidden or HttpStatusCode.UnavailableForLegalReasons => new MarketRefusedException(
                MarketRefusal.Region, $"Coinbase refuses this location: {text}. Use another source of prices: --market kucoin, or --market replay:FILE.csv"),
            _ => new MarketRefusedException(MarketRefusal.Request, $"Coinbase refuses {path.Split('?')[0]}: {text}"),
        };
    }

    private static string Message(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CoinbaseJson.Default.CoinbaseFailure)?.Message ?? "no reason given";
        }
        catch (JsonException)
        {
            // A proxy in front speaks.
            return "no JSON";
        }
    }
}
