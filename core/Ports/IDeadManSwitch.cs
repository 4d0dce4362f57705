using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Ports;

/// <summary>A venue that by itself cancels the open orders of the named pairs when nobody renews in time; setting again renews and replaces, and may be repeated.</summary>
public interface IDeadManSwitch
{
    /// <param name="symbols">Empty for all pairs.</param>
    Task<DeadManState> SetAsync(TimeSpan timeout, IReadOnlyCollection<Symbol> symbols, CancellationToken cancellationToken);

    /// <summary>Null where none is set.</summary>
    Task<DeadManState?> GetAsync(CancellationToken cancellationToken);

    Task ClearAsync(CancellationToken cancellationToken);
}

/// <param name="Symbols">Empty for all pairs.</param>
/// <param name="TriggersIn">From the venue's own clock to the cancelling.</param>
public sealed record DeadManState(IReadOnlyList<Symbol> Symbols, TimeSpan TriggersIn);
