using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using PowerTrader.Adapters.RateLimits;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>One connection from welcome to end. Whatever happens comes through one mailbox and is handled in its order by one loop.</summary>
internal sealed class FeedSession : IDisposable
{
    private const int MaxJoined = 100;

    /// <summary>The venue allows 100 messages of a client in 10 s.</summary>
    private const int MaxSends = 90;

    private readonly IStreamConnection connection;
    private readonly KuCoinInstanceServer server;
    private readonly StreamLimits limits;
    private readonly IStreamTopics topics;
    private readonly TimeProvider time;
    private readonly RateGate sends;
    private readonly Channel<Event> mailbox = Channel.CreateUnbounded<Event>();
    private readonly Dictionary<string, (StreamTopic[] Topics, DateTimeOffset Sent)> unanswered = [];
    private readonly DateTimeOffset started;
    private DateTimeOffset lastData;
    private DateTimeOffset lastPing;
    private bool pinged;
    private bool welcomed;
    private long requests;

    public FeedSession(IStreamConnection connection, KuCoinInstanceServer server, StreamLimits limits, IStreamTopics topics, TimeProvider time)
    {
        this.connection = connection;
        this.server = server;
        this.limits = limits;
        this.topics = topics;
        this.time = time;
        sends = new RateGate(MaxSends, TimeSpan.FromSeconds(10), time);
        started = lastData = lastPing = time.GetUtcNow();
    }

    /// <summary>Every topic is subscribed.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Runs until the connection ends, and says why it did.</summary>
    /// <exception cref="TransientException">The stream broke or sent what cannot be read.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = PumpAsync(stop.Token);
        try
        {
            await using var ticks = time.CreateTimer(_ => mailbox.Writer.TryWrite(new Event.Tick(time.GetUtcNow())), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            await foreach (var item in mailbox.Reader.ReadAllAsync(stop.Token))
            {
                if (await HandleAsync(item, stop.Token) is { } end) return end;
            }
            return "the mailbox closed";
        }
        finally
        {
            await stop.CancelAsync();
            await pump;
        }
    }

    public void Dispose() => sends.Dispose();

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await connection.ReceiveAsync(cancellationToken) is { } message) mailbox.Writer.TryWrite(new Event.Message(message));
            mailbox.Writer.TryWrite(new Event.Ended("the venue closed the stream"));
        }
        catch (TransientException fault)
        {
            mailbox.Writer.TryWrite(new Event.Ended(fault.Message));
        }
        catch (OperationCanceledException)
        {
            mailbox.Writer.TryWrite(new Event.Ended("stopped"));
        }
    }

    private async Task<string?> HandleAsync(Event item, CancellationToken cancellationToken)
    {
        switch (item)
        {
            case Event.Message message:
                return await HearAsync(StreamMessages.Frame(message.Text), cancellationToken);
            case Event.Tick tick:
                return await TickAsync(tick.Now, cancellationToken);
            default:
                return ((Event.Ended)item).Reason;
        }
    }

    private async Task<string?> HearAsync(StreamFrame frame, CancellationToken cancellationToken)
    {
        switch (frame.Type)
        {
            case "welcome":
                welcomed = true;
                await SubscribeAsync(topics.Wanted, cancellationToken);
                return null;
            case "pong":
                pinged = false;
                return null;
            case "ack" when frame.Id is { } id && unanswered.Remove(id):
                BecomeLive();
                return null;
            case "error":
                return await RefusedAsync(frame, cancellationToken);
            case "message":
                lastData = time.GetUtcNow();
                topics.Take(frame, time.GetUtcNow());
                return null;
            default:
                return null;
        }
    }

    /// <summary>A topic that does not exist is left out; anything else that is refused ends the connection.</summary>
    private async Task<string?> RefusedAsync(StreamFrame frame, CancellationToken cancellationToken)
    {
        var reason = frame.Data is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "no reason given";
        if (frame.Code != 404 || frame.Id is not { } id || !unanswered.Remove(id, out var refused)) return $"the venue refused: {reason} [{frame.Code}]";
        if (refused.Topics.Length > 1)
        {
            // One of them is wrong: asked singly, the others go on.
            foreach (var topic in refused.Topics) await AskAsync([topic], cancellationToken);
            return null;
        }
        topics.Refuse(refused.Topics[0], reason);
        BecomeLive();
        return null;
    }

    private async Task SubscribeAsync(IReadOnlyList<StreamTopic> wanted, CancellationToken cancellationToken)
    {
        foreach (var channel in wanted.GroupBy(topic => topic.Channel))
        {
            foreach (var joined in channel.Chunk(MaxJoined)) await AskAsync(joined, cancellationToken);
        }
        BecomeLive();
    }

    private Task AskAsync(StreamTopic[] asked, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"s{++requests}");
        unanswered[id] = (asked, time.GetUtcNow());
        var arguments = string.Join(',', asked.Select(each => each.Argument));
        var topic = arguments.Length > 0 ? $"{asked[0].Channel}:{arguments}" : asked[0].Channel;
        return SendAsync(new StreamRequest(id, "subscribe", topic, limits.IsPrivate, Response: true), cancellationToken);
    }

    private void BecomeLive()
    {
        if (IsLive || unanswered.Count > 0) return;
        IsLive = true;
        topics.Begin();
    }

    /// <summary>Every deadline of the connection. The instant is the tick's own, however late it is handled.</summary>
    private async Task<string?> TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pingEvery = TimeSpan.FromMilliseconds(server.PingInterval);
        var pongWithin = TimeSpan.FromMilliseconds(server.PingTimeout);
        if (!welcomed) return now - started >= limits.AnswerLimit ? "no welcome" : null;
        if (unanswered.Values.Any(request => now - request.Sent >= limits.AnswerLimit)) return "a subscription was not acknowledged";
        if (pinged && now - lastPing >= pongWithin) return "no pong";
        if (now - lastData >= limits.StallLimit) return "stalled: the venue answers and sends no data";
        if (now - started >= limits.MaxAge) return "renewed before the venue cuts it";
        if (!pinged && now - lastPing >= pingEvery)
        {
            pinged = true;
            lastPing = now;
            await SendAsync(new StreamRequest(string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds()}"), "ping"), cancellationToken);
        }
        return null;
    }

    private async Task SendAsync(StreamRequest request, CancellationToken cancellationToken)
    {
        await sends.EnterAsync(1, cancellationToken);
        await connection.SendAsync(StreamMessages.Text(request), cancellationToken);
    }

    private abstract record Event
    {
        public sealed record Message(byte[] Text) : Event;

        public sealed record Tick(DateTimeOffset Now) : Event;

        public sealed record Ended(string Reason) : Event;
    }
}
