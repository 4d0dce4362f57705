using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>Renews the venue's own switch with each trade tick: a trader that falls silent leaves no order open for longer than the venue is told.</summary>
/// <remarks>A clean stop leaves it set, too: what is open then is cancelled by the venue, and the next start finds it so.</remarks>
public sealed class DeadManFlow(PortfolioSessions sessions, IBrokers brokers)
{
    /// <summary>Three ticks may fail before it fires.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(4);

    /// <exception cref="TransientException">A switch could not be renewed; it fires unless the next tick does it.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        TransientException? fault = null;
        foreach (var key in sessions.Keys)
        {
            var head = (await sessions.GetAsync(key, cancellationToken)).Head;
            if (brokers.DeadManOf(head) is not { } venue) continue;
            try
            {
                await venue.SetAsync(Silence, head.Symbols, cancellationToken);
            }
            catch (TransientException missed)
            {
                fault = missed;
            }
        }
        if (fault is not null) throw new TransientException($"the venue's dead-man switch was not renewed: {fault.Message}", fault);
    }
}
