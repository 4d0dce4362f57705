using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;
using PowerTrader.Adapters.Network;
using PowerTrader.Adapters.RateLimits;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>One request after another through token bucket, signature and network. Only <see cref="AskAsync{T}"/> repeats anything.</summary>
internal sealed class RobinhoodTransport(
    HttpClient http, Func<CancellationToken, Task<RobinhoodKeys>> keys, RobinhoodClock clock, TokenBucket bucket, RobinhoodOptions options, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>What is waited after a refusal that may have been throttling.</summary>
    private static readonly TimeSpan CoolOff = TimeSpan.FromSeconds(2);

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly ResiliencePipeline<RobinhoodReply> pipeline = Pipeline(time, options.MayWait);

    /// <summary>Account numbers, which the venue's own words may hold.</summary>
    private volatile string[] hidden = [];

    public Uri Server => http.BaseAddress ?? new Uri(RobinhoodOptions.BaseAddress);

    /// <summary>Asks until there is an answer of its form or the retries are used up. For reads and cancels, never for a placement.</summary>
    public async Task<RobinhoodResult<T>> AskAsync<T>(RobinhoodCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var reply = await RepeatAsync(call, cancellationToken);
        if (reply.Error is { } error) return new(null, error);
        try
        {
            return JsonSerializer.Deserialize(reply.Body, type) is { } data ? new(data, null) : Unreadable("null");
        }
        catch (JsonException fault)
        {
            return Unreadable(fault.Message);
        }

        RobinhoodResult<T> Unreadable(string why) => new(null, new RobinhoodError(RobinhoodErrorKind.Unreadable, "form", $"the answer about {call.Name} is not of its form: {why}"));
    }

    /// <summary>From now on no message holds these.</summary>
    public void Hide(IEnumerable<string?> accountNumbers) => hidden = [.. hidden.Union(accountNumbers.OfType<string>().Where(number => number.Length > 0))];

    /// <summary>The last reply; its body may be anything.</summary>
    public async Task<RobinhoodReply> RepeatAsync(RobinhoodCall call, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(this, call);
        var reply = await pipeline.ExecuteAsync(static async (state, token) => await state.NextAsync(token), attempts, cancellationToken);
        // A clock that far off spoils more than signatures: the age of quotes, and since when orders are looked for. A cancel needs neither.
        return call.Method == HttpMethod.Get && clock.Skew.Duration() > options.MaxSkew ? reply with { Error = ClockError() } : reply;
    }

    /// <summary>One attempt, signed now.</summary>
    public async Task<RobinhoodReply> SendAsync(RobinhoodCall call, CancellationToken cancellationToken)
    {
        RobinhoodKeys signer;
        try
        {
            signer = await keys(cancellationToken);
        }
        catch (FormatException fault)
        {
            return NotSent(RobinhoodErrorKind.NoKeys, "keys", fault.Message);
        }
        catch (TransientException fault)
        {
            return NotSent(RobinhoodErrorKind.Unavailable, "keys", fault.Message);
        }
        if (await EnterAsync(call, cancellationToken) is { } full) return full;
        using var request = Sign(call, signer);
        var sent = clock.Local;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return Read(response, body, sent);
        }
        catch (HttpRequestException fault)
        {
            return Unavailable("network", $"no answer: {NetworkFaults.Words(fault)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unavailable("timeout", NetworkFaults.TimedOut);
        }
    }

    public RobinhoodError ClockError() => new(RobinhoodErrorKind.Clock, "clock", ClockText(clock.Skew));

    private static string ClockText(TimeSpan skew) =>
        $"this machine's clock is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "behind" : "ahead of")} Robinhood's; set it (for example: sudo timedatectl set-ntp true) and try again";

    private async Task<RobinhoodReply?> EnterAsync(RobinhoodCall call, CancellationToken cancellationToken)
    {
        if (options.MayWait)
        {
            await bucket.EnterAsync(call.Reserve, cancellationToken);
            return null;
        }
        return bucket.TryEnter(call.Reserve) is { } wait ? NotSent(RobinhoodErrorKind.RateLimited, "bucket", $"the request quota is used up for {wait.TotalSeconds:0.#} s") : null;
    }

    /// <summary>The text that is signed is the text that is sent: address and body are made once.</summary>
    private HttpRequestMessage Sign(RobinhoodCall call, RobinhoodKeys signer)
    {
        var address = new Uri(Server, call.Path);
        var request = new HttpRequestMessage(call.Method, address);
        foreach (var (name, value) in signer.Headers((call.IntendedAt is { } at ? at + clock.Skew : clock.Now).ToUnixTimeSeconds(), address.PathAndQuery, call.Method.Method, call.Body ?? "")) request.Headers.Add(name, value);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = Json;
        }
        return request;
    }

    private RobinhoodReply Read(HttpResponseMessage response, byte[] body, DateTimeOffset sent)
    {
        // A reply out of a cache would tell an older time.
        var learnt = response.Headers is { Date: { } date, Age: null } && clock.Observe(date, sent, clock.Local);
        if (response.IsSuccessStatusCode) return new RobinhoodReply(response.StatusCode, body, null) { ClockLearnt = learnt };
        var error = RobinhoodError.From(response.StatusCode, body);
        foreach (var number in hidden) error = error with { Message = error.Message.Replace(number, "(account)", StringComparison.OrdinalIgnoreCase) };
        var wait = RetryAfter(response.Headers.RetryAfter);
        if (error.Kind == RobinhoodErrorKind.RateLimited) bucket.Drain(wait);
        return new RobinhoodReply(response.StatusCode, body, error) { RetryAfter = wait, ClockLearnt = learnt };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - clock.Now);
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static RobinhoodReply Unavailable(string code, string why) => new(default, [], new RobinhoodError(RobinhoodErrorKind.Unavailable, code, why));

    private static RobinhoodReply NotSent(RobinhoodErrorKind kind, string code, string why) => new(default, [], new RobinhoodError(kind, code, why), WasSent: false);

    private static ResiliencePipeline<RobinhoodReply> Pipeline(TimeProvider time, bool mayWait) =>
        new ResiliencePipelineBuilder<RobinhoodReply> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<RobinhoodReply>
            {
                MaxRetryAttempts = mayWait ? 3 : 1,
                Delay = mayWait ? TimeSpan.FromSeconds(0.5) : TimeSpan.Zero,
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = LongestWait,
                ShouldHandle = arguments => new ValueTask<bool>(arguments.Outcome.Result is { MayRepeat: true } reply && (mayWait || reply.Error?.Kind == RobinhoodErrorKind.Unauthorized)),
                DelayGenerator = arguments => new ValueTask<TimeSpan?>(mayWait ? arguments.Outcome.Result?.RetryAfter : TimeSpan.Zero),
            })
            .Build();

    /// <summary>The attempts of one call: a 401 is repeated once.</summary>
    private sealed class Attempts(RobinhoodTransport owner, RobinhoodCall call)
    {
        private bool wasUnauthorized;

        public async Task<RobinhoodReply> NextAsync(CancellationToken cancellationToken)
        {
            var reply = await owner.SendAsync(call, cancellationToken);
            if (reply.Error is { Kind: RobinhoodErrorKind.Unauthorized } && !wasUnauthorized)
            {
                wasUnauthorized = true;
                return reply with { MayRepeat = true, RetryAfter = reply.ClockLearnt ? TimeSpan.FromMilliseconds(1) : reply.RetryAfter ?? CoolOff };
            }
            return reply with { MayRepeat = reply.Error is { IsTransient: true } && (reply.RetryAfter ?? TimeSpan.Zero) <= LongestWait };
        }
    }
}
