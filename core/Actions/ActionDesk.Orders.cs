using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Actions;

public sealed partial class ActionDesk
{
    /// <summary>A quotient of 28 digits may fall short of the quantity that it came from; this much more money brings it back.</summary>
    private const decimal Rounding = 1.000000000001m;

    private ActionPlan PlanSale(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view)
    {
        var held = state.Deal!.Quantity;
        var free = book.SellableOf(request.Symbol);
        if (request.Quantity is { } asked && asked > held)
        {
            return Refused(book, request, view, ActionRefusal.Invalid(
                "quantity", asked.ToString(), $"is more than the deal holds ({held} {request.Symbol.Base})", "ask for less, or close the deal"));
        }
        if (free.IsZero) return Refused(book, request, view, OpenOrder(book, request, "everything is being sold already"));
        var percent = request.Kind == ActionKind.Close ? 100m : request.Percent ?? 0;
        var wanted = Quantity.Min(free, request.Quantity ?? new Quantity(held.Value * percent / 100m));
        return PlanOrder(book, state, request, view, new OrderWish(OrderSide.Sell, Leg.Manual(request.Key), Money.Zero, wanted) { Limit = request.Limit }, null);
    }

    private ActionPlan PlanPurchase(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view)
    {
        if (book.OpenOrdersOf(request.Symbol).Any(order => order.State is OrderState.Unknown or OrderState.Submitting))
            return Refused(book, request, view, OpenOrder(book, request, "until its outcome is known its deal buys nothing"));
        var spend = request.Amount ?? Money.Zero;
        var rules = kernel.RulesOf(book, request.Symbol);
        if (request.Quantity is { } quantity && view.Market is { Execution: { } quote, Instrument: { } instrument })
            spend = (request.Limit ?? rules.Risk.LimitOf(OrderSide.Buy, quote, instrument)) * quantity * ((1 + rules.Costs.FeeRate) * Rounding);
        return PlanOrder(book, state, request, view, new OrderWish(OrderSide.Buy, Leg.Manual(request.Key), spend, Quantity.Zero) { Limit = request.Limit }, request.Quantity);
    }

    private ActionPlan PlanOrder(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view, OrderWish wish, Quantity? most)
    {
        var (_, risk, costs) = kernel.RulesOf(book, request.Symbol);
        var equity = book.Equity(view.BidOf, costs.FeeRate);
        var decision = kernel.Judge(book, view.Market, wish, view.Halt, view.Now, equity, view.BidOf);
        var rules = RuleLine.Of(decision.Verdicts);
        if (decision.Risk is not RiskDecision.Allow allow)
        {
            var refuse = (RiskDecision.Refuse)decision.Risk!;
            var refusal = ActionRefusal.Forbidden(
                Field(request), Value(request), refuse.Rule.ToString(), refuse.Reason, ActionRemedies.Of(refuse.Rule));
            var refused = Refused(book, request, view, refusal);
            return refused with { Preview = refused.Preview with { Rules = rules } };
        }
        var quantity = most is { } cap ? Quantity.Min(cap, allow.Quantity) : allow.Quantity;
        var draft = new OrderDraft(
            request.Symbol, state.Deal is { } deal && !PortfolioBook.Begins(state) ? deal.Strategy : ManualStrategy, wish.Leg, wish.Side, quantity, allow.Limit,
            new Price(view.Market.SignalPrice!.Value), view.Now, view.Now + risk.Rules.OrderValidity, costs.FeeRate, decision.NewBudget, "")
        { SmallestSale = view.Market.Instrument!.SmallestSale(allow.Limit) };
        return new ActionPlan(request, Preview(book, state, request, view, draft, allow.Shrunk) with { Rules = rules })
        {
            Draft = draft,
            Decision = decision.Explain(view.Now),
            VerdictKey = decision.Key,
        };
    }

    private ActionPreview Preview(PortfolioBook book, SymbolBook state, ActionRequest request, ActionView view, OrderDraft draft, Condition? shrunk)
    {
        var buy = draft.Side == OrderSide.Buy;
        var quote = view.Market.Execution!;
        var costs = kernel.CostsOf(book);
        var slip = costs.SlippageFraction;
        var price = buy ? Math.Min(draft.Limit.Value, quote.Ask.Value * (1 + slip)) : Math.Max(draft.Limit.Value, quote.Bid.Value * (1 - slip));
        var value = price * draft.Quantity.Value;
        var fee = value * costs.FeeRate;
        var reserved = buy ? draft.Notional.Amount * (1 + draft.FeeRate) : 0;
        var cost = buy ? Money.Zero : book.CostOf(request.Symbol, draft.Quantity);
        decimal? profit = buy ? null : value - fee - cost.Amount;
        var words = buy
            ? Text($"buys {draft.Quantity} {request.Symbol.Base} at about {Digits(price)}, {value + fee:0.00} {book.Head.Currency} with the fee")
            : Text($"sells {draft.Quantity} {request.Symbol.Base} at about {Digits(price)}, {profit:+0.00;-0.00} {book.Head.Currency} net of all fees");
        var preview = Start(book, state, request, view, words);
        return preview with
        {
            Order = new OrderPlan(
                draft.Side.ToString().ToLowerInvariant(), draft.Quantity.Value, draft.Limit.Value, decimal.Round(price, 10), decimal.Round(value, 8), decimal.Round(fee, 8),
                reserved, profit is { } net ? decimal.Round(net, 8) : null, cost.Amount > 0 ? decimal.Round(profit!.Value / cost.Amount * 100m, 4) : null, shrunk?.ToString()),
            After = After(book, state, draft, new Money(buy ? value + fee : -cost.Amount), view.Now),
            FreeCashAfter = preview.FreeCashBefore + decimal.Round(buy ? -(value + fee) : value - fee, 8),
        };
    }

    /// <summary>The deal once the whole order has filled.</summary>
    /// <param name="cost">Added to what is held; negative for a sale.</param>
    private DealFigures? After(PortfolioBook book, SymbolBook state, OrderDraft draft, Money cost, DateTimeOffset now)
    {
        var begins = PortfolioBook.Begins(state);
        var deal = begins || state.Deal is null
            ? new Deal(state.Deal?.Number ?? book.Head.DealSequence + 1, ManualStrategy, book.Head.SettingsVersion, now, draft.Budget, draft.Notional)
            : state.Deal;
        if (draft.Side == OrderSide.Sell && draft.Quantity >= deal.Quantity) return null;
        var quantity = draft.Side == OrderSide.Buy ? deal.Quantity + draft.Quantity : deal.Quantity - draft.Quantity;
        var spent = draft.Side == OrderSide.Buy ? cost : Money.Zero;
        deal = deal with { Quantity = quantity, Cost = deal.Cost + cost, Spent = deal.Spent + spent, Budget = deal.Budget + (begins ? Money.Zero : spent) };
        var view = new DealView(quantity, deal.Cost, deal.Spent, deal.Budget, deal.DcaSteps, 0, deal.Trailing, false, false, deal.OpenedAt) { Target = deal.Target };
        return Figures(kernel.RulesOf(book, draft.Symbol), deal, view);
    }

    private static string Field(ActionRequest request) => request switch
    {
        { Amount: not null } => "amount",
        { Quantity: not null } => "quantity",
        { Percent: not null } => "percent",
        _ => "coin",
    };

    private static string Value(ActionRequest request) =>
        (request.Amount?.Amount ?? request.Quantity?.Value ?? request.Percent) is { } size ? Digits(size) : request.Symbol.Value;
}
