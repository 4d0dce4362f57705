using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>Opens connections by the tokens of the venue, and says how long to wait before the next.</summary>
internal sealed class StreamLink(IStreamConnector connector, TimeSpan answerLimit, TimeProvider time)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(60);

    /// <summary>The venue allows 30 new connections a minute.</summary>
    private static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(2);

    /// <summary>Between two attempts: random × min(60 s, 2ⁿ − 1 s) + 2 s, as the venue's own kit does, within its limit of 30 a minute.</summary>
    public static TimeSpan Delay(int failures, double random)
    {
        var reach = failures >= 6 ? MaxDelay : TimeSpan.FromSeconds((1 << failures) - 1);
        return MinDelay + random * (reach < MaxDelay ? reach : MaxDelay);
    }

    /// <exception cref="TransientException">No server is named, it is no address, or it does not answer.</exception>
    public async Task<IStreamConnection> OpenAsync(KuCoinBullet bullet, string connectId, CancellationToken cancellationToken)
    {
        if (bullet.InstanceServers is not [var server, ..]) throw new TransientException("the venue names no stream server");
        var separator = server.Endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var address = $"{server.Endpoint}{separator}token={Uri.EscapeDataString(bullet.Token)}&connectId={connectId}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) throw new TransientException("the venue names a stream server that is no address");
        using var limit = new CancellationTokenSource(answerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await connector.ConnectAsync(uri, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException("the stream server did not answer in time");
        }
    }
}
