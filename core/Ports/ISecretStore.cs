namespace PowerTrader.Core.Ports;

/// <summary>Secrets by name (<c>[a-zA-Z0-9-]{1,127}</c>). A value never appears in a log, an exception or a URL.</summary>
/// <remarks>Throws <see cref="TransientException"/> where the store could not be asked; writing again is safe.</remarks>
public interface ISecretStore
{
    /// <summary>The newest version; null where there is none, or it was deleted.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a new version, which is the newest from then on.</summary>
    Task SetAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>True where there was one.</summary>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);
}
