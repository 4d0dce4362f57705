using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Portfolio;

/// <summary>What a deal would do next under a settings version.</summary>
/// <param name="Step">Ask at which the ladder's next step buys; null where none is left.</param>
/// <param name="Line">Bid of the exit: the profit line, or once armed the trailing line.</param>
/// <param name="Budget">Of the whole ladder.</param>
public sealed record DealOutlook(decimal? Step, decimal Line, Money Budget);

/// <summary>What the portfolio's current settings would make of a deal that began under older ones.</summary>
/// <param name="Disarms">The exit is armed, and the new profit line lies above the peak: the deal has never been there, so its exit starts over.</param>
public sealed record DealChange(Symbol Symbol, long Deal, int FromVersion, int ToVersion, DealOutlook Before, DealOutlook After, bool Disarms)
{
    /// <summary>Null where the coin has no deal with a position, or its deal follows the current version already.</summary>
    /// <param name="equity">Of the portfolio, marked now: a changed share of it gives the deal another budget, never less than it has spent.</param>
    public static DealChange? Of(PortfolioBook book, Symbol symbol, SignalLevels levels, TradeKernel kernel, Money equity, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(kernel);
        var state = book.SymbolOf(symbol);
        var (coins, current) = (book.Head.Symbols.Count, book.Head.SettingsVersion);
        if (state.Deal is not { HasPosition: true } deal || deal.SettingsVersion == current) return null;
        var pinned = kernel.Rules.For(book.Key, deal.SettingsVersion, deal.SettingsVersion, symbol);
        var rules = kernel.Rules.For(book.Key, current, current, symbol);
        var share = rules.Risk.Rules.BudgetPercent(coins);
        var budget = pinned.Risk.Rules.BudgetPercent(coins) == share ? deal.Budget : Money.Max(deal.Spent, equity * (share / 100m));
        var before = TradeKernel.View(book, state, now)!.Value;
        var disarms = before.Trailing.Active && before.Trailing.Peak < rules.Strategy.ProfitLine(before, rules.Costs);
        var after = before with { Budget = budget, Trailing = disarms ? default : before.Trailing };
        return new DealChange(
            symbol, deal.Number, deal.SettingsVersion, current,
            new DealOutlook(NextAction.StepPrice(before, levels, pinned.Strategy.Rules), pinned.Strategy.TrailingLine(before, rules.Costs), deal.Budget),
            new DealOutlook(NextAction.StepPrice(after, levels, rules.Strategy.Rules), rules.Strategy.TrailingLine(after, rules.Costs), budget),
            disarms);
    }
}
