using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>The keys as the secret store keeps them, asked for again every few minutes, so that a changed key is used without a new start.</summary>
internal sealed class RobinhoodKeySource(ISecretStore? secrets, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    private volatile Kept? kept;

    /// <summary>Null where none are kept.</summary>
    /// <exception cref="FormatException">What is kept is no key.</exception>
    /// <exception cref="TransientException">The store could not be asked.</exception>
    public async Task<RobinhoodKeys?> GetAsync(CancellationToken cancellationToken)
    {
        if (kept is { } known && time.GetUtcNow() - known.At < Freshness) return known.Keys;
        if (secrets is null) return null;
        var apiKey = await secrets.GetAsync(RobinhoodDefinition.ApiKeySecret, cancellationToken);
        var privateKey = await secrets.GetAsync(RobinhoodDefinition.PrivateKeySecret, cancellationToken);
        if (apiKey is null || privateKey is null) return null;
        var keys = RobinhoodKeys.Parse(apiKey, privateKey);
        kept = new Kept(keys, time.GetUtcNow());
        return keys;
    }

    private sealed record Kept(RobinhoodKeys Keys, DateTimeOffset At);
}
