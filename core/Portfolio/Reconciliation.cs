using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Portfolio;

/// <summary>One of the four checks: quantity, cost, fees, ids.</summary>
/// <param name="Text">What was compared, or where it differs.</param>
public sealed record ReconciliationCheck(string Name, bool Passed, string Text);

/// <summary>What one reconciliation compared and found. Kept for people: every one with a finding, and the last of each hour.</summary>
/// <param name="FillsSince">Fills of the venue from here on were compared.</param>
/// <param name="LateFills">Booked now, because they came after their order had ended.</param>
/// <param name="Waiting">Why balances were not compared; null where they were.</param>
/// <param name="Findings">What was booked or stopped, in words.</param>
public sealed record Reconciliation(
    PortfolioKey Portfolio, DateTimeOffset Time, DateTimeOffset FillsSince, int Fills, int LateFills, int OpenOrders, Money VenueCash, Money BookCash,
    int Coins, string? Waiting, IReadOnlyList<ReconciliationCheck> Checks, IReadOnlyList<string> Findings)
{
    public bool Passed => Checks.All(check => check.Passed);
}

/// <summary>Something at the venue that the books do not explain.</summary>
/// <param name="Key">The same difference has the same key: it stops trading once, not at every look.</param>
/// <param name="Check">Which of the four checks it fails.</param>
/// <param name="Stop">What it stops; <see cref="HaltState.Active"/> stops nothing.</param>
public sealed record Difference(string Key, string Check, Symbol? Symbol, HaltState Stop, string Kind, string Text);

/// <summary>What the venue said, gathered before the commit that compares.</summary>
/// <param name="LedgerSequence">Of the books when the balances were asked for: booked since, they say nothing.</param>
/// <param name="SettleTime">The venue's balances may lag behind its fills by this.</param>
/// <param name="NetSold">Sold less bought per symbol by foreign orders since the last reconciliation.</param>
public sealed record VenueFacts(
    DateTimeOffset FillsSince, int Fills, int LateFills, IReadOnlyList<VenueOrder> Open, IReadOnlyList<ForeignOrder> Foreign, IReadOnlyList<Difference> Differences,
    VenueBalances Balances, IReadOnlyList<Instrument> Instruments, long LedgerSequence, TimeSpan SettleTime, IReadOnlyDictionary<Symbol, decimal> NetSold)
{
    /// <summary>On the schedule: what depends on the price of a moment is done then only, so that a run that was killed equals one that was not.</summary>
    public bool IsScheduled { get; init; }
}
