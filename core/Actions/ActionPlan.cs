using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Actions;

/// <summary>A request judged against the book: what people are shown, and what carrying it out needs. Changes nothing by itself.</summary>
public sealed record ActionPlan(ActionRequest Request, ActionPreview Preview)
{
    public bool IsRefused => Preview.Refusal is not null;

    /// <summary>Null where no order is made.</summary>
    public OrderDraft? Draft { get; init; }

    /// <summary>Why the order was let through, for <c>explain</c>.</summary>
    public DecisionRecord? Decision { get; init; }

    public string VerdictKey { get; init; } = "";

    /// <summary>Of a new target: the trailing exit starts over.</summary>
    public bool Rearm { get; init; }

    /// <summary>Of a release: what the coins count in equity.</summary>
    public Money Value { get; init; }

    /// <summary>Of a release: the equity just before it.</summary>
    public Money Equity { get; init; }
}
