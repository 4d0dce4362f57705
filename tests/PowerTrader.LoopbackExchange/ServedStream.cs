using System.Net.WebSockets;
using System.Text;
using PowerTrader.Adapters.Simulation;

namespace PowerTrader.LoopbackExchange;

/// <summary>Carries one simulated stream over a socket.</summary>
internal sealed class ServedStream(WebSocket socket, SimulatedStream stream, StreamFault? fault, Action abort) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public void Abort() => abort();

    public void Dispose() => turn.Dispose();

    public async Task RunAsync(string connectId, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            if (fault != StreamFault.NoWelcome) await SendAsync([SimulatedStream.Welcome(connectId)], cancellationToken);
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close) return;
                await turn.WaitAsync(cancellationToken);
                string? answer;
                try
                {
                    answer = stream.Hear(Encoding.UTF8.GetString(buffer, 0, part.Count));
                }
                finally
                {
                    turn.Release();
                }
                if (fault == StreamFault.NoAcknowledgement && answer?.Contains("\"ack\"", StringComparison.Ordinal) == true) continue;
                if (answer is not null) await SendAsync([answer], cancellationToken);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The client has left, or was dropped on purpose.
        }
    }

    public async Task PublishAsync()
    {
        try
        {
            await turn.WaitAsync();
            try
            {
                if (fault == StreamFault.Silent) return;
                foreach (var message in stream.Publish())
                {
                    if (fault == StreamFault.BreakInMessage)
                    {
                        await WriteAsync(message[..(message.Length / 2)], endOfMessage: false, CancellationToken.None);
                        Abort();
                        return;
                    }
                    await WriteAsync(message, endOfMessage: true, CancellationToken.None);
                }
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Gone since the list was made.
        }
    }

    private async Task SendAsync(IEnumerable<string> messages, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var message in messages) await WriteAsync(message, endOfMessage: true, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private Task WriteAsync(string text, bool endOfMessage, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage, cancellationToken);
}
