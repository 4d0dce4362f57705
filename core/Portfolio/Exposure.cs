using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>Money that a coin binds, in the portfolio's currency: one measure for the risk rules, for what a person asks, and for orders under changed settings.</summary>
internal static class Exposure
{
    /// <summary>The larger of cost and value, dust included, and what open orders reserve.</summary>
    /// <param name="bid">Null counts it at cost.</param>
    public static Money Of(PortfolioBook book, SymbolBook state, Price? bid)
    {
        var position = Money.Zero;
        if (!state.Held.IsZero) position = bid is { } price ? Money.Max(state.HeldCost, price * state.Held) : state.HeldCost;
        return position + ReservedOf(book, state);
    }

    /// <summary>With the ladder that its deal may still spend. What an open order reserves is part of that ladder, not on top of it.</summary>
    /// <param name="exposure">As <see cref="Of"/> says.</param>
    public static Money WithLadder(PortfolioBook book, SymbolBook state, Money exposure)
    {
        // A deal that holds nothing and has no open order is only the memory of an attempt: its ladder binds no money.
        var ladder = state.Deal is { } deal && (deal.HasPosition || state.OpenOrders.Count > 0) ? deal.UnspentLadder : Money.Zero;
        return Money.Max(exposure, exposure + ladder - ReservedOf(book, state));
    }

    private static Money ReservedOf(PortfolioBook book, SymbolBook state)
    {
        var reserved = Money.Zero;
        for (var i = 0; i < state.OpenOrders.Count; i++) reserved += book.FindOpenOrder(state.OpenOrders[i])!.Reserved;
        return reserved;
    }
}
