using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Tests.KuCoin.Streams;

/// <summary>Connections that a test speaks for.</summary>
internal sealed class ScriptedConnector : IStreamConnector
{
    private readonly Channel<ScriptedStream> opened = Channel.CreateUnbounded<ScriptedStream>();

    public bool IsDown { get; set; }

    public Task<IStreamConnection> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        if (IsDown) throw new TransientException("no route");
        var stream = new ScriptedStream(address);
        opened.Writer.TryWrite(stream);
        return Task.FromResult<IStreamConnection>(stream);
    }

    public async Task<ScriptedStream> NextAsync() => await opened.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}

/// <summary>One connection: what the client sends is read here, what the venue says is pushed.</summary>
internal sealed class ScriptedStream(Uri address) : IStreamConnection
{
    private readonly Channel<string> sent = Channel.CreateUnbounded<string>();
    private readonly Channel<byte[]> pushed = Channel.CreateUnbounded<byte[]>();

    public Uri Address { get; } = address;

    /// <summary>Messages of the client that nobody has read yet.</summary>
    public int Unread => sent.Reader.Count;

    public Task SendAsync(string text, CancellationToken cancellationToken)
    {
        sent.Writer.TryWrite(text);
        return Task.CompletedTask;
    }

    public async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await pushed.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        pushed.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public void Push(string text) => pushed.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

    public void Close() => pushed.Writer.TryComplete();

    public async Task<JsonElement> SentAsync()
    {
        var text = await sent.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Welcomes the client and acknowledges so many subscriptions; the topics asked for.</summary>
    public async Task<List<string>> WelcomeAsync(int subscriptions)
    {
        Push("""{"id":"x","type":"welcome"}""");
        var topics = new List<string>();
        for (var i = 0; i < subscriptions; i++)
        {
            var request = await SentAsync();
            request.GetProperty("type").GetString().ShouldBe("subscribe");
            request.GetProperty("response").GetBoolean().ShouldBeTrue();
            request.GetProperty("privateChannel").GetBoolean().ShouldBeFalse();
            topics.Add(request.GetProperty("topic").GetString()!);
            Push($$"""{"id":"{{request.GetProperty("id").GetString()}}","type":"ack"}""");
        }
        return topics;
    }

    public void PushTicker(decimal bid, long milliseconds) =>
        Push(FormattableString.Invariant($$$"""{"topic":"/market/ticker:BTC-USDT","type":"message","subject":"trade.ticker","data":{"bestAsk":"{{{bid + 1}}}","bestAskSize":"1","bestBid":"{{{bid}}}","bestBidSize":"1","price":"{{{bid}}}","sequence":"1","size":"1","time":{{{milliseconds}}}}}"""));
}
