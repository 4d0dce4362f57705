using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Secrets;

/// <summary>As <see cref="RedactingBroker"/>, for the venue's own switch: its faults end in the logs of whoever renews it.</summary>
public sealed class RedactingDeadManSwitch(IDeadManSwitch inner, Redactor redactor) : IDeadManSwitch
{
    public Task<DeadManState> SetAsync(TimeSpan timeout, IReadOnlyCollection<Symbol> symbols, CancellationToken cancellationToken) =>
        redactor.AskAsync(() => inner.SetAsync(timeout, symbols, cancellationToken));

    public Task<DeadManState?> GetAsync(CancellationToken cancellationToken) => redactor.AskAsync(() => inner.GetAsync(cancellationToken));

    public Task ClearAsync(CancellationToken cancellationToken) => redactor.AskAsync(async () =>
    {
        await inner.ClearAsync(cancellationToken);
        return true;
    });
}
