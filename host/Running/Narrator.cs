using System.Globalization;
using PowerTrader.Api;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using Spectre.Console;

namespace PowerTrader.Host.Running;

/// <summary>Tells people at a terminal what happens: orders and fills as they come, and now and then where everything stands.</summary>
internal sealed class Narrator(TradingSystem system, IAnsiConsole console) : IStepProgress
{
    private readonly TraderOperations operations = new(system);
    private DateTimeOffset nextStatus = DateTimeOffset.MinValue;
    private string? source;

    /// <summary>Trading time between two tables; a day while the opening days are played.</summary>
    public TimeSpan StatusEvery { get; set; } = TimeSpan.FromDays(1);

    public void Header(string lastLine)
    {
        console.Write(new Rule($"[bold]{Markup.Escape(system.Choice.Id.Value)}[/] · [bold]paper money[/] · {Markup.Escape(lastLine)}").LeftJustified());
    }

    public void Report(string step, int done, int total)
    {
        const int width = 30;
        var filled = total == 0 ? width : width * done / total;
        var line = $"[grey]{new string('█', filled)}{new string('░', width - filled)}[/] {100 * done / Math.Max(1, total),3} %  {Markup.Escape(step.PadRight(24))}";
        // At a terminal one line is redrawn; a file gets a line for each step.
        if (!console.Profile.Capabilities.Ansi || done == total) console.MarkupLine(line);
        else console.Markup(line + "\r");
    }

    public void OnCommitted(PortfolioBook book, IReadOnlyList<Fill> fills, IReadOnlyList<Order> orders)
    {
        foreach (var order in orders)
        {
            var filledNow = fills.Any(fill => fill.OrderId == order.Id);
            if (order.State == OrderState.Created) Line(order.CreatedAt, $"order  {Side(order.Side)} {order.Leg,-6} {order.Quantity} {order.Symbol} at {order.Limit}");
            else if (order.State is OrderState.Cancelled or OrderState.Rejected or OrderState.Refused or OrderState.Unknown && !filledNow)
                Line(system.Clock.Now, $"order  {Side(order.Side)} {order.Leg,-6} {order.Symbol} [yellow]{order.State.ToString().ToLowerInvariant()}[/] {Markup.Escape(order.Reason ?? "")}");
        }
        foreach (var fill in fills)
        {
            var profit = fill.Side == OrderSide.Sell ? $"  profit [{(fill.RealisedProfit >= Money.Zero ? "green" : "red")}]{fill.RealisedProfit.Amount:0.00}[/]" : "";
            Line(fill.Time, $"fill   {Side(fill.Side)} {fill.Leg,-6} {fill.Quantity} {fill.Symbol} at {fill.Price}  fee {fill.Fee.Amount.ToString("0.0000", CultureInfo.InvariantCulture)}{profit}");
        }
    }

    public async Task AfterTickAsync()
    {
        if (system.PriceSource != source)
        {
            source = system.PriceSource;
            Line(system.Clock.Now, $"prices by {Markup.Escape(source ?? "REST")}");
        }
        if (system.Clock.Now < nextStatus) return;
        nextStatus = system.Clock.Now + StatusEvery;
        await StatusAsync(CancellationToken.None);
    }

    public async Task StatusAsync(CancellationToken cancellationToken)
    {
        var status = await operations.GetStatusAsync(cancellationToken);
        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{status.Time:yyyy-MM-dd HH:mm}[/]  equity [bold]{status.Equity:0.00}[/] {status.Currency}  realised {status.RealisedProfit:0.00}  unrealised {status.UnrealisedProfit:0.00}  fees {status.Fees:0.00}  locked {status.LockedCapital:P1}  deals {status.WonDeals}/{status.ClosedDeals} won  refused steps {status.RefusedSteps}  forecasts {status.Forecasts}  {status.Halt}{(status.Prices is null ? "" : $"  prices by {Markup.Escape(status.Prices)}")}"));
        console.Write(Table(status));
    }

    private static Table Table(TraderStatus status)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("coin", "bid", "L:S", "held", "cost", "unrealised", "DCA", "nearest next action");
        foreach (var coin in status.Coins)
        {
            table.AddRow(
                coin.Symbol, coin.Bid?.ToString(CultureInfo.InvariantCulture) ?? "-", $"{coin.Long}:{coin.Short}",
                coin.Quantity.ToString("0.########", CultureInfo.InvariantCulture), coin.Cost.ToString("0.00", CultureInfo.InvariantCulture),
                coin.UnrealisedProfit.ToString("0.00", CultureInfo.InvariantCulture), coin.DcaSteps.ToString(CultureInfo.InvariantCulture), Markup.Escape(coin.Next));
        }
        return table;
    }

    private void Line(DateTimeOffset time, string markup) => console.MarkupLine($"[grey]{time.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}[/]  {markup}");

    private static string Side(OrderSide side) => side == OrderSide.Buy ? "[blue]buy [/]" : "[magenta]sell[/]";
}
