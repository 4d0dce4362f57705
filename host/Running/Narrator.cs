using PowerTrader.Api.Operations;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Running;

/// <summary>Tells in lines what happens, where no picture can be drawn: orders and fills as they come, and now and then where everything stands.</summary>
internal sealed class Narrator(TradingSystem system, IAnsiConsole console) : IStepProgress
{
    private readonly TraderOperations operations = system.Operations;
    private DateTimeOffset nextStatus = DateTimeOffset.MinValue;
    private string? source;
    private string? account;

    /// <summary>Trading time between two tables; a day while the opening days are played.</summary>
    public TimeSpan StatusEvery { get; set; } = TimeSpan.FromDays(1);

    public void Header(string lastLine) =>
        console.Write(new Rule($"[bold]{Markup.Escape(system.Choice.Id.Value)}[/] · {(system.Choice.Venue is { } venue ? $"[bold red]REAL MONEY at {venue}[/]" : "[bold]paper money[/]")} · {Markup.Escape(lastLine)}").LeftJustified());

    public void Report(string step, int done, int total)
    {
        const int width = 30;
        var filled = total == 0 ? width : width * done / total;
        var line = $"[grey]{new string('█', filled)}{new string('░', width - filled)}[/] {100 * done / Math.Max(1, total),3} %  {Markup.Escape(step.PadRight(24))}";
        // At a terminal one line is redrawn; a file gets a line for each step.
        if (!console.Profile.Capabilities.Ansi || done == total) Terminal.Line(console, line);
        else console.Markup(line + "\r");
    }

    public void OnCommitted(PortfolioBook book, IReadOnlyList<Fill> fills, IReadOnlyList<Order> orders)
    {
        foreach (var happened in TradeEvents.Of(fills, orders, system.Clock.Now))
        {
            var text = Markup.Escape(happened.Line);
            Terminal.Line(console, happened.Style is { } style ? $"[{style}]{text}[/]" : text);
        }
    }

    public void OnFault(string kind, string name, Exception fault) => Terminal.Text(console, $"{kind} {name}: {fault.Message}");

    public async Task AfterTickAsync()
    {
        if (system.PriceSource != source)
        {
            source = system.PriceSource;
            Terminal.Text(console, new TradeEvent(system.Clock.Now, $"prices by {source ?? "REST"}", null).Line);
        }
        if (system.AccountSource != account)
        {
            account = system.AccountSource;
            Terminal.Text(console, new TradeEvent(system.Clock.Now, $"account by {account ?? "polling"}", null).Line);
        }
        if (system.Clock.Now < nextStatus) return;
        nextStatus = system.Clock.Now + StatusEvery;
        await StatusAsync(CancellationToken.None);
    }

    public async Task StatusAsync(CancellationToken cancellationToken)
    {
        var status = await operations.GetStatusAsync(cancellationToken);
        var width = Terminal.WidthOf(console);
        Terminal.Line(console);
        foreach (var line in StatusText.Totals(status, width)) Terminal.Line(console, line);
        foreach (var line in StatusText.Coins(status.Coins, width)) Terminal.Line(console, line);
    }
}
