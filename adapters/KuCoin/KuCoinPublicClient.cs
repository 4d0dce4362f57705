using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>KuCoin's public REST calls, each with its request weight, through the rate gate and the retry pipeline. GETs only; none has a body.</summary>
/// <param name="http">Its base address is KuCoin's, or its handler a simulated exchange.</param>
/// <param name="time">The market's time: rate gate and retry delays live in it.</param>
public sealed class KuCoinPublicClient(HttpClient http, TimeProvider time) : IDisposable
{
    public const string BaseAddress = "https://api.kucoin.com";

    /// <summary>Rows of one page of candles.</summary>
    public const int CandlePage = 1500;

    private const string Success = "200000";

    private readonly ResiliencePipeline<VenueResult<JsonElement>> pipeline = Pipeline(time);

    public RateGate Gate { get; } = new(2000, TimeSpan.FromSeconds(30), time);

    /// <summary>Rows as sent: newest first, <c>[time, open, close, high, low, volume, turnover]</c>. Weight 3.</summary>
    public Task<VenueResult<string[][]>> GetCandlesAsync(string symbol, string type, long startAt, long endAt, CancellationToken cancellationToken) =>
        GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/api/v1/market/candles?symbol={symbol}&type={type}&startAt={startAt}&endAt={endAt}"),
            3, KuCoinJson.Default.StringArrayArray, cancellationToken);

    /// <summary>Data is null where the symbol has no ticker. Weight 2.</summary>
    public async Task<VenueResult<KuCoinTicker>> GetTickerAsync(string symbol, CancellationToken cancellationToken) =>
        await GetAsync($"/api/v1/market/orderbook/level1?symbol={symbol}", 2, KuCoinJson.Default.KuCoinTicker, cancellationToken);

    /// <summary>All pairs. Weight 4.</summary>
    public Task<VenueResult<KuCoinSymbol[]>> GetSymbolsAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v2/symbols", 4, KuCoinJson.Default.KuCoinSymbolArray, cancellationToken);

    /// <summary>Milliseconds since the epoch. Weight 3.</summary>
    public Task<VenueResult<long>> GetTimestampAsync(CancellationToken cancellationToken) =>
        GetAsync("/api/v1/timestamp", 3, KuCoinJson.Default.Int64, cancellationToken);

    public void Dispose() => Gate.Dispose();

    private async Task<VenueResult<T>> GetAsync<T>(string path, int weight, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var reply = await pipeline.ExecuteAsync(
            static (state, token) => new ValueTask<VenueResult<JsonElement>>(state.Client.SendAsync(state.Path, state.Weight, token)),
            (Client: this, Path: path, Weight: weight), cancellationToken);
        if (!reply.IsSuccess) return new(default, reply.Error);
        try
        {
            return new(reply.Data.Deserialize(type), null);
        }
        catch (JsonException fault)
        {
            return new(default, new KuCoinError(KuCoinErrorKind.Unreadable, Success, $"the data of {path} is not of its form: {fault.Message}"));
        }
    }

    private async Task<VenueResult<JsonElement>> SendAsync(string path, int weight, CancellationToken cancellationToken)
    {
        await Gate.EnterAsync(weight, cancellationToken);
        try
        {
            using var response = await http.GetAsync(path, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var reset = LearnLimits(response);
            return Read(response.StatusCode, body) with { RetryAfter = reset };
        }
        catch (HttpRequestException fault)
        {
            return new(default, new KuCoinError(KuCoinErrorKind.Unavailable, "network", $"KuCoin could not be reached: {fault.Message}"));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(default, new KuCoinError(KuCoinErrorKind.Unavailable, "timeout", "KuCoin did not answer in time"));
        }
    }

    /// <summary>Reads an answer as KuCoin means it: success is HTTP 200, code 200000 and data.</summary>
    internal static VenueResult<JsonElement> Read(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        KuCoinEnvelope? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize(body, KuCoinJson.Default.KuCoinEnvelope);
        }
        catch (JsonException)
        {
            // A proxy in front answers in HTML: the status is all there is.
            return new(default, KuCoinError.From(status, null, $"HTTP {(int)status} without JSON"));
        }
        if (status != HttpStatusCode.OK || envelope?.Code != Success) return new(default, KuCoinError.From(status, envelope?.Code, envelope?.Msg));
        return envelope.Data is { } data
            ? new(data, null)
            : new(default, new KuCoinError(KuCoinErrorKind.Unreadable, Success, envelope.Msg ?? "success without data"));
    }

    private TimeSpan? LearnLimits(HttpResponseMessage response)
    {
        if (Header(response, "gw-ratelimit-reset") is not { } reset) return null;
        var wait = TimeSpan.FromMilliseconds(reset);
        if (Header(response, "gw-ratelimit-remaining") is { } remaining) Gate.Learn((int)remaining, wait);
        return wait;
    }

    private static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static ResiliencePipeline<VenueResult<JsonElement>> Pipeline(TimeProvider time) =>
        new ResiliencePipelineBuilder<VenueResult<JsonElement>> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<VenueResult<JsonElement>>
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = TimeSpan.FromSeconds(30),
                ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome.Result is { Error.IsTransient: true }),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(arguments.Outcome.Result?.RetryAfter),
            })
            .Build();
}
