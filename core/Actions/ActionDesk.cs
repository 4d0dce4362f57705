using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Actions;

/// <summary>What it is asked on. The book itself is an argument of its own.</summary>
/// <param name="Halt">The strictest of tenant, portfolio and coin.</param>
/// <param name="BidOf">Execution bid of each coin, for exposure.</param>
public sealed record ActionView(SymbolMarket Market, HaltState Halt, DateTimeOffset Now, Func<Symbol, Price?> BidOf);

/// <summary>Pure: judges a request against book, market and rules, and applies the plan to the book. Orders pass the same risk rules as the strategy's.</summary>
public sealed partial class ActionDesk(TradeKernel kernel)
{
    /// <summary>Strategy of deals that a person began.</summary>
    public const string ManualStrategy = "manual";

    public ActionPlan Plan(PortfolioBook book, ActionRequest request, ActionView view)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(view);
        var state = book.SymbolOf(request.Symbol);
        if (request.Kind != ActionKind.Buy && state.Deal is not { HasPosition: true })
        {
            return Refused(book, request, view, ActionRefusal.Missing(
                "coin", request.Symbol.Value, $"{request.Symbol} has no deal with a position", $"'powertrader positions' shows what is held; 'powertrader buy {request.Symbol.Base} AMOUNT' begins a deal"));
        }
        return request.Kind switch
        {
            ActionKind.Sell or ActionKind.Close => PlanSale(book, state, request, view),
            ActionKind.Buy or ActionKind.AddFunds => PlanPurchase(book, state, request, view),
            ActionKind.RaiseBudget => PlanBudget(book, state, request, view),
            ActionKind.Target => PlanTarget(book, state, request, view),
            ActionKind.Release => PlanRelease(book, state, request, view),
            _ => PlanPause(book, state, request, view),
        };
    }

    /// <summary>Carries a plan out that was made on this very book, and uses its key up. The order, or null where none is made.</summary>
    /// <param name="commitId">Becomes the order's cycle.</param>
    public static Order? Apply(PortfolioBook book, ActionPlan plan, DateTimeOffset now, string commitId)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.IsRefused) throw new InvalidOperationException($"{plan.Request.Text} was refused");
        var request = plan.Request;
        Order? order = null;
        switch (request.Kind)
        {
            case ActionKind.PauseDca or ActionKind.ResumeDca:
                book.SetDcaPaused(request.Symbol, request.Kind == ActionKind.PauseDca, now);
                break;
            case ActionKind.Target:
                book.SetTarget(request.Symbol, TargetOf(request, plan.Preview.After!), plan.Rearm, now);
                break;
            case ActionKind.RaiseBudget:
                book.RaiseBudget(request.Symbol, request.Amount!.Value, now);
                break;
            case ActionKind.Release:
                book.Release(request.Symbol, plan.Value, plan.Equity, now);
                break;
            default:
                book.KeepDecision(plan.Decision!, plan.VerdictKey, traded: true);
                order = book.Intend(plan.Draft! with { CycleId = commitId });
                break;
        }
        book.KeepKey(new KeyRecord(request.Key, now, request.Text, order?.Id.ToString()));
        return order;
    }

    /// <summary>The deal as it is; null where the coin has none.</summary>
    public DealFigures? FiguresOf(PortfolioBook book, SymbolBook state, DateTimeOffset now) =>
        TradeKernel.View(book, state, now) is { } view ? Figures(kernel.RulesOf(book, state.Symbol), state.Deal!, view) : null;

    private ActionPlan PlanPause(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view)
    {
        var paused = request.Kind == ActionKind.PauseDca;
        var preview = Start(book, state, request, view, paused
            ? "no ladder step is bought until it is resumed; the exit goes on by the rules"
            : "ladder steps are bought again by the rules");
        return new ActionPlan(request, preview with { After = preview.Before! with { DcaPaused = paused } });
    }

    private ActionPlan PlanTarget(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view)
    {
        var before = TradeKernel.View(book, state, view.Now)!.Value;
        var rules = kernel.RulesOf(book, request.Symbol);
        var (strategy, costs) = (rules.Strategy, rules.Costs);
        var now = strategy.TargetOf(before);
        DealTarget? target = request.StartPercent is { } start ? new DealTarget(start, request.GapPercent ?? now.GapPercent) : null;
        var after = before with { Target = target };
        var line = strategy.ProfitLine(after, costs);
        // With the old peak a line that moved away from the market would sell at the next tick, below what was just asked for.
        var rearm = before.Trailing.Active && line > strategy.ProfitLine(before, costs);
        var words = Text($"the exit arms at a bid of {Digits(line)} and follows the peak at {strategy.TargetOf(after).GapPercent} %{(rearm ? "; it was armed and starts over" : "")}");
        var preview = Start(book, state, request, view, words);
        return new ActionPlan(request, preview with { After = Figures(rules, state.Deal!, after) }) { Rearm = rearm };
    }

    private ActionPlan PlanBudget(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view)
    {
        var amount = request.Amount!.Value;
        var deal = state.Deal! with { Budget = state.Deal!.Budget + amount };
        var rules = kernel.RulesOf(book, request.Symbol);
        var limits = rules.Risk.Rules;
        var equity = book.Equity(view.BidOf, rules.Costs.FeeRate);
        var bound = book.Symbols.Sum(each => Exposure.WithLadder(book, each, Exposure.Of(book, each, view.BidOf(each.Symbol))).Amount);
        RuleLine[] lines =
        [
            Line(Condition.PositionShare, deal.Budget.Amount, equity.Amount * limits.PositionPercent / 100m),
            Line(Condition.AllCoins, amount.Amount, Math.Max(0, equity.Amount * limits.AllCoinsPercent / 100m - bound)),
        ];
        var preview = Start(book, state, request, view, Text($"the ladder may spend {Digits(deal.UnspentLadder.Amount)} {book.Head.Currency} more, in all {Digits(deal.Budget.Amount)}"));
        preview = preview with { After = Figures(rules, deal, TradeKernel.View(book, state, view.Now)!.Value), Rules = lines };
        if (lines.FirstOrDefault(line => !line.Passed) is not { } broken) return new ActionPlan(request, preview);
        var remedy = ActionRemedies.Of(Enum.Parse<Condition>(broken.Rule));
        return new ActionPlan(request, preview with { Refusal = ActionRefusal.Forbidden("amount", Digits(amount.Amount), broken.Rule, broken.Text, remedy) });
    }

    private ActionPlan PlanRelease(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view)
    {
        var deal = state.Deal!;
        if (state.OpenOrders.Count > 0)
            return Refused(book, request, view, OpenOrder(book, request, "a deal is released at rest"));
        var preview = Start(book, state, request, view, Text(
            $"{deal.Quantity} {request.Symbol.Base} of cost {Digits(deal.Cost.Amount)} stay at the venue and become unmanaged; the deal ends, nothing is sold"));
        return new ActionPlan(request, preview)
        {
            Value = view.BidOf(request.Symbol) is { } bid ? bid * deal.Quantity * (1 - kernel.CostsOf(book).FeeRate) : deal.Cost,
            Equity = book.Equity(view.BidOf, kernel.CostsOf(book).FeeRate),
        };
    }

    private static DealTarget? TargetOf(ActionRequest request, DealFigures after) =>
        request.StartPercent is { } start ? new DealTarget(start, after.GapPercent) : null;

    private ActionPlan Refused(PortfolioBook book, ActionRequest request, ActionView view, ActionRefusal refusal) =>
        new(request, Start(book, book.SymbolOf(request.Symbol), request, view, refusal.Detail) with { Refusal = refusal });

    private static ActionRefusal OpenOrder(PortfolioBook book, ActionRequest request, string why)
    {
        var order = book.OpenOrdersOf(request.Symbol).First();
        return ActionRefusal.Forbidden(
            "coin", request.Symbol.Value, "OpenOrder", $"the order {order.Id} ({order.Leg}) is {order.State.ToString().ToLowerInvariant()}: {why}",
            "wait until it is done, or cancel it (DELETE /orders/ID)");
    }

    private ActionPreview Start(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view, string summary) =>
        new(ActionForm.NameOf(request.Kind), request.Symbol.Value, view.Now, summary)
        {
            Before = state.Deal is { HasPosition: true } deal ? Figures(kernel.RulesOf(book, request.Symbol), deal, TradeKernel.View(book, state, view.Now)!.Value) : null,
            FreeCashBefore = book.FreeCash.Amount,
            FreeCashAfter = book.FreeCash.Amount,
        };

    private static DealFigures Figures(TradingRules rules, Deal deal, in DealView view)
    {
        var target = rules.Strategy.TargetOf(view);
        return new DealFigures(
            deal.Number, view.Quantity.Value, view.TotalCost.Amount, deal.Budget.Amount, deal.UnspentLadder.Amount, deal.DcaSteps, deal.DcaPaused, target.StartPercent,
            target.GapPercent, view.Quantity.IsZero ? 0 : decimal.Round(rules.Strategy.ProfitLine(view, rules.Costs), 10));
    }

    private static RuleLine Line(Condition condition, decimal value, decimal limit)
    {
        var verdict = new Verdict(condition, decimal.Round(value, 4), decimal.Round(limit, 4), value <= limit);
        return new RuleLine(condition.ToString(), verdict.Value, verdict.Threshold, verdict.Passed, verdict.Text);
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Digits(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
