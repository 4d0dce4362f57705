using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Workflows;

/// <param name="Whole">Look through everything that is stored, not the newest month alone.</param>
public sealed record RepairInput(MarketId Market, IReadOnlyList<Symbol> Symbols, DateTimeOffset ScheduledFor, bool Whole);

public sealed record RepairSymbolInput(Symbol Symbol, DateTimeOffset ScheduledFor, bool Whole);

/// <param name="Asked">Runs of missing candles that the market was asked for.</param>
/// <param name="Typed">Intervals whose kind is known now.</param>
/// <param name="Failed">Why the market could not be asked; null where it could.</param>
public sealed record RepairOutcome(Symbol Symbol, int Asked, int Added, int Changed, int Typed, string? Failed);
