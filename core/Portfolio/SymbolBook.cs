using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Portfolio;

/// <summary>What the portfolio knows of one execution symbol: its halt state, its deal, its open orders.</summary>
public sealed record SymbolBook(Symbol Symbol)
{
    public HaltState Halt { get; init; } = HaltState.Active;

    public Deal? Deal { get; init; }

    /// <summary>What a deal left that is too small to sell; it blocks no entry, and the next deal takes it over at its cost.</summary>
    public Deal? Dust { get; init; }

    /// <summary>Coins of deals that left the venue, not yet confirmed by the user.</summary>
    public IReadOnlyList<Removal> Removals { get => field ?? []; init; } = [];

    /// <summary>Everything at the venue that belongs to a deal or to what one left.</summary>
    public Quantity Held => (Deal?.Quantity ?? Quantity.Zero) + (Dust?.Quantity ?? Quantity.Zero);

    /// <summary>Purchase cost of <see cref="Held"/>, fees included.</summary>
    public Money HeldCost => (Deal?.Cost ?? Money.Zero) + (Dust?.Cost ?? Money.Zero);

    public IReadOnlyList<ClientOrderId> OpenOrders { get; init; } = [];

    /// <summary>Key of the last stored decision's verdicts: a no-trade is stored again only when they change.</summary>
    public string LastVerdicts { get; init; } = "";

    /// <summary>When the last deal was closed; null where there was none.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? LastDecisionAt { get; init; }

    /// <summary>Settings version of a deal that has begun; null where the next order follows the current one.</summary>
    public int? PinnedVersion => Deal is { } deal && (deal.HasPosition || OpenOrders.Count > 0) ? deal.SettingsVersion : null;

    /// <summary>Takes coins from the deal, or from the dust where there is no position.</summary>
    internal SymbolBook Less(Quantity quantity, Money cost, Money profit)
    {
        if (Deal is { HasPosition: true } deal) return this with { Deal = deal.Less(quantity, cost, profit) };
        var dust = Dust!.Less(quantity, cost, profit);
        return this with { Dust = dust.HasPosition ? dust : null };
    }
}
