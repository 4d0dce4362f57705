using PowerTrader.Core.Alerts;

namespace PowerTrader.Core.Ports;

/// <summary>Brings an alert to people by one channel. The same alert may come twice: <see cref="Alert"/> has what tells two apart.</summary>
public interface INotifier
{
    /// <returns>Why the channel will never take it; null where it did.</returns>
    /// <exception cref="TransientException">The channel could not be reached; a later try may succeed.</exception>
    Task<string?> NotifyAsync(Alert alert, CancellationToken cancellationToken);
}
