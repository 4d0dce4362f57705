using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;
using PowerTrader.Adapters.Network;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>One request after another through rate gate, signature, network and retry, read as KuCoin means it.</summary>
/// <param name="signer">Null for public calls.</param>
internal sealed class KuCoinTransport(HttpClient http, KuCoinRateLimits limits, TimeProvider time, bool mayWait, IKuCoinSigner? signer = null)
{
    private const string Success = "200000";

    /// <summary>A few calls answer so, with <c>"success":true</c> beside it.</summary>
    private const string PlainSuccess = "200";

    private readonly ResiliencePipeline<VenueResult<JsonElement>> pipeline = mayWait ? Pipeline(time) : ResiliencePipeline<VenueResult<JsonElement>>.Empty;

    /// <summary>Asks until there is an answer or the retries are used up, each attempt signed anew. Only for what may be repeated.</summary>
    public async Task<VenueResult<T>> AskAsync<T>(KuCoinCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Data(call, type, await pipeline.ExecuteAsync(
            static (state, token) => new ValueTask<VenueResult<JsonElement>>(state.Me.AttemptAsync(state.Call, token)), (Me: this, Call: call), cancellationToken));

    /// <summary>Sends one request at most, and none beside it: nothing is asked first, nothing is asked again, and a full window is a refusal.</summary>
    public async Task<VenueResult<T>> SendOnceAsync<T>(KuCoinCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (signer is not null && await signer.PrepareAsync(mayAsk: false, cancellationToken) is { } unready)
            return new(default, KuCoinError.NotSent(unready.Kind, unready.Code, unready.Message));
        if (limits[call.Pool].TryEnter(call.Weight) is { } full) return new(default, KuCoinError.NotSent(KuCoinErrorKind.RateLimited, "gate", WindowIsFull(full)));
        var reply = await SendAsync(call, cancellationToken);
        if (reply.Error?.Kind == KuCoinErrorKind.Clock) signer?.ClockWasRefused();
        return Data(call, type, reply);
    }

    private static VenueResult<T> Data<T>(KuCoinCall call, JsonTypeInfo<T> type, VenueResult<JsonElement> reply)
    {
        if (!reply.IsSuccess) return new(default, reply.Error);
        try
        {
            return new(reply.Data.Deserialize(type), null);
        }
        catch (JsonException fault)
        {
            return new(default, new KuCoinError(KuCoinErrorKind.Unreadable, Success, $"the data of {call.Path} is not of its form: {fault.Message}"));
        }
    }

    private async Task<VenueResult<JsonElement>> AttemptAsync(KuCoinCall call, CancellationToken cancellationToken)
    {
        var reply = await TryAsync(call, cancellationToken);
        if (reply.Error?.Kind != KuCoinErrorKind.Clock || signer is null) return reply;
        // The clock was measured some time ago: once more with what the venue says now.
        signer.ClockWasRefused();
        reply = await TryAsync(call, cancellationToken);
        return reply.Error?.Kind == KuCoinErrorKind.Clock ? new(default, signer.Explain(reply.Error)) : reply;
    }

    private async Task<VenueResult<JsonElement>> TryAsync(KuCoinCall call, CancellationToken cancellationToken)
    {
        if (signer is not null && await signer.PrepareAsync(mayAsk: true, cancellationToken) is { } unready) return new(default, unready);
        if (mayWait) await limits[call.Pool].EnterAsync(call.Weight, cancellationToken);
        else if (limits[call.Pool].TryEnter(call.Weight) is { } full) return new(default, KuCoinError.NotSent(KuCoinErrorKind.RateLimited, "gate", WindowIsFull(full)));
        return await SendAsync(call, cancellationToken);
    }

    private async Task<VenueResult<JsonElement>> SendAsync(KuCoinCall call, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(call);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var result = Read(response.StatusCode, body);
            var limited = result.Error?.Kind == KuCoinErrorKind.RateLimited;
            var reset = LearnLimits(response, call.Pool, limited);
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

    /// <summary>The bytes that are signed are the bytes that are sent.</summary>
    private HttpRequestMessage Request(KuCoinCall call)
    {
        var request = new HttpRequestMessage(call.Method, call.Path);
        var timeStamp = signer?.TimeStamp(call.IntendedAt) ?? 0;
        var body = call.Body?.Invoke(timeStamp) ?? [];
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        signer?.Sign(request, timeStamp, call.Path, body);
        return request;
    }

    private static string WindowIsFull(TimeSpan lasts) => string.Create(CultureInfo.InvariantCulture, $"the window is full for {lasts.TotalSeconds:0.#} s");

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
        if (status != HttpStatusCode.OK || envelope?.Code is not (Success or PlainSuccess)) return new(default, KuCoinError.From(status, envelope?.Code, envelope?.Msg));
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
                // A venue under load is known to call a good signature wrong: once more, signed anew, before it is believed.
                ShouldHandle = static arguments => new ValueTask<bool>(
                    arguments.Outcome.Result is { Error: { } error } && (error.IsTransient || (error.Kind == KuCoinErrorKind.Forbidden && error.Code != "keys" && arguments.AttemptNumber == 0))),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(arguments.Outcome.Result?.RetryAfter),
            })
            .Build();
}
