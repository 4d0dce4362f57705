namespace PowerTrader.Adapters.Notifications;

/// <summary>Tells a watcher elsewhere that this trader lives: one GET at most a minute. When it stays out, the watcher raises the alarm that a dead machine cannot.</summary>
/// <remarks>The address is a secret: it is in no message.</remarks>
public sealed class Heartbeat(HttpClient http, Uri address, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(55);

    private DateTimeOffset last = DateTimeOffset.MinValue;

    /// <summary>Where a text says that a watcher is; null where it is no https address, or http on this machine: nobody else is to read along.</summary>
    public static Uri? AddressOf(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address : null;

    /// <summary>What is wrong with the watcher, told once until it answers again; null for nothing.</summary>
    public async Task<string?> BeatAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - last < Pause) return null;
        last = now;
        var trouble = await AskAsync(cancellationToken);
        var isNews = trouble != Trouble;
        Trouble = trouble;
        return isNews ? trouble : null;
    }

    /// <summary>Of the last beat; null where it arrived.</summary>
    public string? Trouble { get; private set; }

    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode ? null : $"the watcher of the heartbeat answered HTTP {(int)answer.StatusCode}";
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The fault's own words may name the address.
            return "the watcher of the heartbeat did not answer";
        }
    }
}
