using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Running;

/// <summary>
/// The picture of a running trader at a terminal, drawn over and over: totals, coins, what they wait for and why, and the last events. It only
/// looks: the status is taken on the trading thread after a tick, and drawn on this one.
/// </summary>
internal sealed class LiveView(TradingSystem system, IAnsiConsole console)
{
    private const int MostEvents = 8;

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly TraderOperations operations = system.Operations;
    private readonly Queue<TradeEvent> events = [];
    private readonly Lock gate = new();
    private volatile bool wanted = true;
    private volatile TraderStatus? status;

    /// <summary>What the last line says.</summary>
    public string Footer { get; set; } = "";

    /// <summary>Draws until the work is done, then takes the picture away.</summary>
    public async Task<T> ShowAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        status = await operations.GetStatusAsync(cancellationToken);
        await RecallAsync(cancellationToken);
        return await console.Live(Frame()).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
        {
            var running = Task.Run(work, CancellationToken.None);
            while (!running.IsCompleted)
            {
                wanted = true;
                context.UpdateTarget(Frame());
                await Task.WhenAny(running, Task.Delay(Refresh, CancellationToken.None));
            }
            return await running;
        });
    }

    public void OnCommitted(PortfolioBook book, IReadOnlyList<Fill> fills, IReadOnlyList<Order> orders)
    {
        foreach (var happened in TradeEvents.Of(fills, orders, system.Clock.Now)) Add(happened);
    }

    /// <summary>Something went wrong and is tried again.</summary>
    public void OnFault(string kind, string name, Exception fault) => Add(new TradeEvent(system.Clock.Now, $"{kind} {name}: {fault.Message}", "yellow"));

    /// <summary>What people should know and nothing depends on.</summary>
    public void OnNotice(string text) => Add(new TradeEvent(system.Clock.Now, text, "yellow"));

    public async Task AfterTickAsync()
    {
        if (!wanted) return;
        wanted = false;
        var now = await operations.GetStatusAsync(CancellationToken.None);
        foreach (var change in HaltChanges(status, now)) Add(change);
        status = now;
    }

    private static IEnumerable<TradeEvent> HaltChanges(TraderStatus? before, TraderStatus now)
    {
        if (before is null) yield break;
        if (before.Halt != now.Halt) yield return new TradeEvent(now.Time, $"halt   {before.Halt} → {now.Halt}", "yellow");
        foreach (var (old, coin) in before.Coins.Join(now.Coins, coin => coin.Symbol, coin => coin.Symbol, (old, coin) => (old, coin)))
        {
            if (old.Halt != coin.Halt) yield return new TradeEvent(now.Time, $"halt   {coin.Symbol} {old.Halt} → {coin.Halt}", "yellow");
        }
    }

    /// <summary>The last fills of earlier runs, so that a continued trader does not look as if it had never traded.</summary>
    private async Task RecallAsync(CancellationToken cancellationToken)
    {
        var fills = new List<Fill>();
        await foreach (var fill in system.Sessions.Store.ReadAsync<Fill>(TradingSystem.DefaultPortfolio, "fill", cancellationToken)) fills.Add(fill);
        foreach (var happened in TradeEvents.Of([.. fills.OrderBy(fill => fill.Sequence).TakeLast(MostEvents)], [], system.Clock.Now)) Add(happened);
    }

    private void Add(TradeEvent happened)
    {
        lock (gate)
        {
            events.Enqueue(happened);
            while (events.Count > MostEvents) events.Dequeue();
        }
    }

    private Markup Frame()
    {
        TradeEvent[] recent;
        lock (gate) recent = [.. events];
        // A terminal keeps the first line of a picture that is taken away: it is an empty one.
        return new Markup(" \n" + string.Join('\n', Lines(status!, recent, Footer, console.Profile.Width, console.Profile.Height - 1)));
    }

    /// <summary>Lines of markup, each no wider than the terminal and together no higher: events give way first.</summary>
    internal static IReadOnlyList<string> Lines(TraderStatus status, IReadOnlyList<TradeEvent> events, string footer, int width, int height)
    {
        List<string> lines = [.. StatusText.Totals(status, width), "", .. StatusText.Coins(status.Coins, width)];
        var bottom = footer.Length == 0 ? [] : (IReadOnlyList<string>)[$"[grey]{Markup.Escape(TextTable.Cut(footer, width))}[/]"];
        var room = Math.Clamp(height - 2 - lines.Count - bottom.Count, 0, Math.Min(MostEvents, events.Count));
        if (room > 0) lines.Add("");
        lines.AddRange(events.TakeLast(room).Select(happened => Styled(TextTable.Cut(happened.Line, width), happened.Style)));
        return [.. lines, .. bottom];
    }

    private static string Styled(string text, string? style) => style is null ? Markup.Escape(text) : $"[{style}]{Markup.Escape(text)}[/]";
}
