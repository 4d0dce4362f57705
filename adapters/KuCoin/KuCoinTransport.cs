using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;
using PowerTrader.Adapters.Network;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>One request after another through rate gate, network and retry, read as KuCoin means it.</summary>
internal sealed class KuCoinTransport(HttpClient http, KuCoinRateLimits limits, TimeProvider time, bool mayWait)
{
    private const string Success = "200000";

    private readonly ResiliencePipeline<VenueResult<JsonElement>> pipeline = mayWait ? Pipeline(time) : ResiliencePipeline<VenueResult<JsonElement>>.Empty;

    /// <summary>Asks until there is an answer or the retries are used up. Only for what may be repeated.</summary>
    public async Task<VenueResult<T>> AskAsync<T>(
        HttpMethod method, string path, int weight, KuCoinPool pool, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var reply = await pipeline.ExecuteAsync(
            static (state, token) => new ValueTask<VenueResult<JsonElement>>(state.Me.SendAsync(state.Method, state.Path, state.Weight, state.Pool, token)),
            (Me: this, Method: method, Path: path, Weight: weight, Pool: pool), cancellationToken);
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

    private async Task<VenueResult<JsonElement>> SendAsync(HttpMethod method, string path, int weight, KuCoinPool pool, CancellationToken cancellationToken)
    {
        if (mayWait) await limits[pool].EnterAsync(weight, cancellationToken);
        else if (limits[pool].TryEnter(weight) is { } full)
            return new(default, new KuCoinError(KuCoinErrorKind.RateLimited, "gate", string.Create(CultureInfo.InvariantCulture, $"the window is full for {full.TotalSeconds:0.#} s")));
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var result = Read(response.StatusCode, body);
            var limited = result.Error?.Kind == KuCoinErrorKind.RateLimited;
            var reset = LearnLimits(response, pool, limited);
            return limited ? result with { RetryAfter = reset } : result;
        }
        catch (HttpRequestException fault)
        {
            return new(default, new KuCoinError(KuCoinErrorKind.Unavailable, "network", $"no answer: {NetworkFaults.Words(fault)}"));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(default, new KuCoinError(KuCoinErrorKind.Unavailable, "timeout", NetworkFaults.TimedOut));
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
            return new(default, KuCoinError.FromPage(status, body));
        }
        if (status != HttpStatusCode.OK || envelope?.Code != Success) return new(default, KuCoinError.From(status, envelope?.Code, envelope?.Msg));
        return envelope.Data is { } data
            ? new(data, null)
            : new(default, new KuCoinError(KuCoinErrorKind.NoData, Success, envelope.Msg is { Length: > 0 } told ? told : "success without data"));
    }

    /// <summary>Feeds the pool's gate. Null where the venue does not say when its window ends: then it is overloaded, and the back-off decides.</summary>
    private TimeSpan? LearnLimits(HttpResponseMessage response, KuCoinPool pool, bool limited)
    {
        if (Header(response, "gw-ratelimit-reset") is not { } milliseconds) return null;
        var reset = TimeSpan.FromMilliseconds(milliseconds);
        int? remaining = limited ? 0 : Header(response, "gw-ratelimit-remaining");
        if (remaining is { } left) limits[pool].Learn(Header(response, "gw-ratelimit-limit"), left, reset);
        return reset;
    }

    private static int? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

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
