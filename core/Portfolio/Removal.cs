using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>Coins of a deal that left the venue without a sale of this system: booked out at cost, at a price nobody knows, until the user confirms.</summary>
/// <param name="Id">Ledger sequence of the booking.</param>
/// <param name="Value">Purchase value, without fees.</param>
/// <param name="Fee">Purchase fees of what is gone.</param>
public sealed record Removal(long Id, long Deal, Quantity Quantity, Money Value, Money Fee, DateTimeOffset FoundAt);
