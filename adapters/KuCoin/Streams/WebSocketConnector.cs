using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>Streams over WebSocket.</summary>
public sealed class WebSocketConnector : IStreamConnector
{
    public async Task<IStreamConnection> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new Connection(socket);
        }
        catch (WebSocketException fault)
        {
            socket.Dispose();
            // Not the address itself: it carries the connection's token.
            throw new TransientException($"no stream from {address?.Host}: {fault.Message}", fault);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Connection(ClientWebSocket socket) : IStreamConnection
    {
        /// <summary>No message of the protocol comes near it.</summary>
        private const int MaxMessage = 4 * 1024 * 1024;

        private readonly byte[] chunk = new byte[16 * 1024];
        private readonly ArrayBufferWriter<byte> message = new();

        public async Task SendAsync(string text, CancellationToken cancellationToken)
        {
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
            catch (WebSocketException fault)
            {
                throw new TransientException($"the stream broke: {fault.Message}", fault);
            }
        }

        public async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
        {
            message.ResetWrittenCount();
            try
            {
                while (true)
                {
                    var part = await socket.ReceiveAsync(chunk.AsMemory(), cancellationToken);
                    if (part.MessageType == WebSocketMessageType.Close) return null;
                    message.Write(chunk.AsSpan(0, part.Count));
                    if (message.WrittenCount > MaxMessage) throw new TransientException("the stream sent a message without end");
                    if (part.EndOfMessage) return message.WrittenSpan.ToArray();
                }
            }
            catch (WebSocketException fault)
            {
                throw new TransientException($"the stream broke: {fault.Message}", fault);
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                // A courtesy, and no reason to wait for a peer that is gone.
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            }
            catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // It was closed from the other side meanwhile.
            }
            socket.Dispose();
        }
    }
}
