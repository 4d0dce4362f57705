using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>One open stream of text messages. One sender and one receiver at a time.</summary>
/// <remarks>Network failures surface as <see cref="TransientException"/>.</remarks>
public interface IStreamConnection : IAsyncDisposable
{
    Task SendAsync(string text, CancellationToken cancellationToken);

    /// <summary>The next whole message, UTF-8; null when the other side has closed.</summary>
    Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken);
}

/// <summary>Opens streams: over the network, or of a recording.</summary>
public interface IStreamConnector
{
    /// <exception cref="TransientException">There is no connection.</exception>
    Task<IStreamConnection> ConnectAsync(Uri address, CancellationToken cancellationToken);
}
