using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Carries a private stream over a socket: what is heard is answered, what happens is told, in one order.</summary>
internal static class ServedAccountStream
{
    public static async Task RunAsync(WebSocket socket, IStreamingWire wire, string connectId, CancellationToken cancellationToken)
    {
        var outgoing = Channel.CreateUnbounded<string>();
        using var stream = wire.OpenStream(connectId, message => outgoing.Writer.TryWrite(message));
        var writing = WriteAsync(socket, outgoing.Reader, cancellationToken);
        try
        {
            var buffer = new byte[64 * 1024];
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close) break;
                if (stream.Hear(Encoding.UTF8.GetString(buffer, 0, part.Count)) is { } answer) outgoing.Writer.TryWrite(answer);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The client has left, or was dropped on purpose.
        }
        outgoing.Writer.Complete();
        await writing;
    }

    private static async Task WriteAsync(WebSocket socket, ChannelReader<string> messages, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in messages.ReadAllAsync(cancellationToken))
                await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // As above.
        }
    }
}
