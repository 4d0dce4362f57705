using System.Collections.Concurrent;
using System.Text;
using PowerTrader.Adapters.KuCoin.Streams;

namespace PowerTrader.Adapters.Tests.Simulation;

/// <summary>Real connections on which a test can wait for a message to have been sent, or to have been taken by the reader.</summary>
internal sealed class WatchedConnector(IStreamConnector inner) : IStreamConnector
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> heard = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> said = new();

    public async Task<IStreamConnection> ConnectAsync(Uri address, CancellationToken cancellationToken) =>
        new Connection(this, await inner.ConnectAsync(address, cancellationToken));

    /// <summary>The first message of the type has been handed on, and the reader has come back for the next.</summary>
    public Task HeardAsync(string type) => Of(heard, type).WaitAsync(TimeSpan.FromSeconds(20));

    public Task SaidAsync(string type) => Of(said, type).WaitAsync(TimeSpan.FromSeconds(20));

    private static Task Of(ConcurrentDictionary<string, TaskCompletionSource> all, string type) => Source(all, type).Task;

    private static TaskCompletionSource Source(ConcurrentDictionary<string, TaskCompletionSource> all, string type) =>
        all.GetOrAdd(type, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string TypeOf(string text)
    {
        using var message = System.Text.Json.JsonDocument.Parse(text);
        return message.RootElement.GetProperty("type").GetString()!;
    }

    private sealed class Connection(WatchedConnector owner, IStreamConnection inner) : IStreamConnection
    {
        private string? last;

        public async Task SendAsync(string text, CancellationToken cancellationToken)
        {
            await inner.SendAsync(text, cancellationToken);
            Source(owner.said, TypeOf(text)).TrySetResult();
        }

        public async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
        {
            if (last is not null) Source(owner.heard, last).TrySetResult();
            var message = await inner.ReceiveAsync(cancellationToken);
            last = message is null ? null : TypeOf(Encoding.UTF8.GetString(message));
            return message;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
