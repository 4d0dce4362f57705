using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Portfolio;

/// <summary>What the portfolio knows of one execution symbol: its halt state, its deal, its open orders.</summary>
public sealed record SymbolBook(Symbol Symbol)
{
    public HaltState Halt { get; init; } = HaltState.Active;

    public Deal? Deal { get; init; }

    public IReadOnlyList<ClientOrderId> OpenOrders { get; init; } = [];

    /// <summary>Key of the last stored decision's verdicts: a no-trade is stored again only when they change.</summary>
    public string LastVerdicts { get; init; } = "";

    /// <summary>When the last deal was closed; null where there was none.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset? LastDecisionAt { get; init; }

    /// <summary>Settings version of a deal that has begun; null where the next order follows the current one.</summary>
    public int? PinnedVersion => Deal is { } deal && (deal.HasPosition || OpenOrders.Count > 0) ? deal.SettingsVersion : null;
}
