using System.Globalization;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Running;

/// <summary>Explanations as people read them. Times are trading time, UTC.</summary>
internal static class ExplanationText
{
    public static void Write(IAnsiConsole console, Explanation explanation)
    {
        var assessment = explanation.Assessment;
        Heading(console, $"{explanation.Symbol} at {Time(explanation.Time)}, {assessment.Halt.ToString().ToLowerInvariant()}");
        Terminal.Text(console, $"Nearest next action: {assessment.Next}");
        if (assessment.Why.Length > 0) Terminal.Text(console, $"Why nothing happens: {assessment.Why}");
        Decision(console, "Now", explanation.Now);
        if (explanation.Supposed is { } supposed) Decision(console, "If the strategy wanted it now", supposed);
        foreach (var stored in explanation.Stored) Decision(console, Time(stored.Time), stored);
        if (explanation.Stored.Count == 0) Terminal.Text(console, "No decision of this coin is stored yet: one is kept with each trade, and when risk refuses one.");
    }

    public static void Write(IAnsiConsole console, DealExplanation explanation)
    {
        var deal = explanation.ToView();
        Heading(console, $"Deal {deal.Number} in {deal.Symbol}: {deal.State}");
        Terminal.Text(console, $"opened {Time(deal.OpenedAt)}, {Figures.Exact(deal.AgeDays)} days old, strategy {deal.Strategy}, settings version {deal.SettingsVersion}");
        var ladder = deal.LadderLeft is { } left ? $", ladder money left {Figures.Money(left)}" : "";
        Terminal.Text(console, $"bought for {Figures.Money(deal.Bought)}{(deal.Budget is { } budget ? $" of a budget of {Figures.Money(budget)}" : "")}, {deal.DcaSteps} DCA steps{ladder}, fees {Figures.Money(deal.Fees)}");
        if (deal.State == "open") Terminal.Text(console, $"holds {Figures.Exact(deal.Quantity)} at a cost of {Figures.Money(deal.Cost)}, unrealised {(deal.UnrealisedProfit is { } open ? Figures.Money(open) : "unknown: no quote")}, realised {Figures.Money(deal.RealisedProfit)}");
        Terminal.Text(console, deal.State == "open" ? $"next: {deal.End}" : deal.End);
        if (explanation.Orders.Count == 0) return;
        Terminal.Line(console);
        var table = new TextTable(
            new Column("time"), new Column("order", Drop: 2), new Column("side"), new Column("leg"), new Column("state"),
            new Column("filled", Right: true, Drop: 1), new Column("price", Right: true), new Column("fee", Right: true, Drop: 3), new Column("profit", Right: true));
        foreach (var order in deal.Orders) table.Add(
            Time(order.Life[0].Time), order.Id[..8], order.Side, order.Leg, order.State, Figures.Exact(order.Filled),
            Figures.Exact(order.AveragePrice ?? order.Limit), order.Fees.ToString("0.0000", CultureInfo.InvariantCulture),
            order.Side == "sell" ? Figures.Money(order.Fills.Sum(fill => fill.RealisedProfit)) : "");
        table.Write(console);
        foreach (var order in explanation.Orders) Why(console, order);
    }

    public static void Write(IAnsiConsole console, OrderExplanation explanation)
    {
        var order = explanation.ToView();
        Heading(console, $"Order {order.Id}: {order.Side} {order.Leg} of deal {order.Deal} in {order.Symbol}, {order.State}");
        foreach (var step in order.Life) Terminal.Text(console, $"  {Time(step.Time)}  {step.What}");
        var filled = order.AveragePrice is { } price ? $" at {Figures.Exact(price)} on average, fees {order.Fees.ToString("0.0000", CultureInfo.InvariantCulture)}" : "";
        Terminal.Text(console, $"filled {explanation.Order.Filled} of {explanation.Order.Quantity}{filled}");
        Terminal.Text(console, $"attempt {order.Attempt + 1} of its leg, settings version {order.SettingsVersion}");
        if (order.Cycle.Length > 0) Terminal.Text(console, $"decided by: powertrader flows '{order.Cycle}'");
        Why(console, explanation);
    }

    private static void Why(IAnsiConsole console, OrderExplanation order)
    {
        var title = $"Why {order.Order.Side.ToString().ToLowerInvariant()} {order.Order.Leg} at {Time(order.Order.CreatedAt)}";
        if (order.Decision is { } decision) Decision(console, title, decision);
        else Terminal.Text(console, $"{title}: no decision is stored with it; a person asked for it, or it is older than what is kept");
    }

    private static void Decision(IAnsiConsole console, string title, DecisionRecord decision)
    {
        Terminal.Line(console);
        Terminal.Line(console, $"[bold]{Markup.Escape(title)}[/]: {Markup.Escape(decision.Outcome)}");
        RuleTable.Write(console, decision);
    }

    private static void Heading(IAnsiConsole console, string text) => Terminal.Line(console, $"[bold]{Markup.Escape(text)}[/]");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
