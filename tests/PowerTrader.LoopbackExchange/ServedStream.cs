using System.Net.WebSockets;
using System.Text;
using PowerTrader.Adapters.Simulation;

namespace PowerTrader.LoopbackExchange;

/// <summary>Carries one simulated stream over a socket.</summary>
internal sealed class ServedStream(WebSocket socket, SimulatedStream stream, Action abort) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public void Abort() => abort();

    public void Dispose() => turn.Dispose();

    public async Task RunAsync(string connectId, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            await SendAsync([SimulatedStream.Welcome(connectId)], cancellationToken);
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
                foreach (var message in stream.Publish()) await WriteAsync(message, CancellationToken.None);
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
            foreach (var message in messages) await WriteAsync(message, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private Task WriteAsync(string message, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
