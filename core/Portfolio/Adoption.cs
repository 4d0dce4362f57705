using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

/// <summary>What a deal made of unmanaged coins would be, before anything is changed.</summary>
/// <param name="Deal">Number that it would get.</param>
/// <param name="Cost">What the coins cost in all, as the user says.</param>
/// <param name="ProfitLine">Bid at which its exit arms.</param>
/// <param name="Budget">Of the whole ladder; at least the cost.</param>
/// <param name="BudgetLeft">What its ladder may still spend.</param>
/// <param name="CoinExposure">The larger of cost and value.</param>
/// <param name="AllExposure">The same over every coin, with what the ladders may still spend, as the limit of all coins counts.</param>
/// <param name="Warnings">Limits that it would exceed; it may still be adopted, and then buys nothing more.</param>
public sealed record Adoption(
    Symbol Symbol, long Deal, Quantity Quantity, Money Cost, decimal Average, decimal ProfitLine, decimal? Bid, Money Budget, Money BudgetLeft,
    Money CoinExposure, Money CoinLimit, Money AllExposure, Money AllLimit, IReadOnlyList<string> Warnings)
{
    /// <summary>Why not: field, value, rule, remedy. Null where it can be adopted.</summary>
    public static string? Refusal(PortfolioBook book, Symbol symbol, decimal quantity, decimal cost)
    {
        ArgumentNullException.ThrowIfNull(book);
        var coin = symbol.Base;
        var free = book.UnmanagedOf(coin);
        var state = book.SymbolOf(symbol);
        if (quantity <= 0) return string.Create(CultureInfo.InvariantCulture, $"QTY {quantity} must be above 0; the unmanaged coins are {free} {coin}");
        if (cost <= 0) return string.Create(CultureInfo.InvariantCulture, $"COST {cost} must be above 0: what the coins cost in all, in {book.Head.Currency}");
        if (free.IsZero) return $"COIN '{coin}' has no unmanaged coins at the venue; 'powertrader positions' shows what there is";
        if (quantity > free.Value) return string.Create(CultureInfo.InvariantCulture, $"QTY {quantity} exceeds the {free} {coin} that are unmanaged; adopt at most these");
        if (!book.Head.Symbols.Contains(symbol)) return $"COIN '{coin}' is not traded here, nothing would ever sell it; add it to the setting 'coins' first";
        return state.Deal is { HasPosition: true } deal
            ? $"COIN '{coin}' has the open deal {deal.Number}, whose line and ladder adopted coins would change; wait until it is closed"
            : state.OpenOrders.Count > 0 ? $"COIN '{coin}' has an open order; wait until it has ended" : null;
    }

    /// <param name="equity">Before, without the coins.</param>
    /// <param name="bidOf">Execution bids; without one a coin counts at cost.</param>
    public static Adoption Preview(PortfolioBook book, Symbol symbol, Quantity quantity, Money cost, TradeKernel kernel, Money equity, Func<Symbol, Price?> bidOf)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(bidOf);
        var (strategy, risk, costs) = kernel.RulesOf(book, symbol);
        var rules = risk.Rules;
        var bid = bidOf(symbol);
        var after = equity + ValueOf(quantity, cost, bid, costs.FeeRate);
        var budget = Money.Max(cost, after * (rules.BudgetPercent(book.Head.Symbols.Count) / 100m));
        var line = strategy.ProfitLine(new DealView(quantity, cost, cost, budget, 0, 0, default, false, false), costs);
        var exposure = bid is { } price ? Money.Max(cost, price * quantity) : cost;
        var all = book.Symbols.Aggregate(
            exposure + (budget - cost), (sum, other) => sum + Exposure.WithLadder(book, other, Exposure.Of(book, other, bidOf(other.Symbol))));
        var (coinLimit, allLimit) = (after * (rules.PositionPercent / 100m), after * (rules.AllCoinsPercent / 100m));
        var warnings = new List<string>();
        if (exposure > coinLimit) warnings.Add($"the coin would stand at {Round(exposure)} of at most {Round(coinLimit)}: no ladder step is bought until it is less");
        if (all > allLimit) warnings.Add($"all coins with their ladders would stand at {Round(all)} of at most {Round(allLimit)}: nothing is bought until it is less");
        if (bid is null) warnings.Add("there is no quote yet: exposure is shown at cost");
        return new Adoption(
            symbol, book.Head.DealSequence + 1, quantity, cost, cost.Amount / quantity.Value, line, bid?.Value, budget, budget - cost, exposure, coinLimit, all, allLimit, warnings);
    }

    /// <summary>What the coins add to the equity.</summary>
    public static Money ValueOf(Quantity quantity, Money cost, Price? bid, decimal exitFeeRate) => bid is { } price ? price * quantity * (1 - exitFeeRate) : cost;

    private static string Round(Money money) => money.Amount.ToString("0.00", CultureInfo.InvariantCulture);
}
