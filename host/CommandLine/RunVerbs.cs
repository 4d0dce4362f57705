using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;
using Spectre.Console;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>run</c> (also without a verb) and <c>train</c>.</summary>
internal static class RunVerbs
{
    private static readonly TimeSpan OpeningDays = TimeSpan.FromDays(3);

    public static void AddTo(RootCommand root)
    {
        var run = new Command("run", "Trade paper money. With nothing configured: on the built-in simulated exchange, 60 times as fast as life.\n\nExample: powertrader run --market kucoin --coins BTC,ETH");
        var train = new Command("train", "Fetch the history and train the models, then end.\n\nExample: powertrader train --market kucoin");
        var options = new RunOptionSet();
        foreach (var option in options.All)
        {
            run.Options.Add(option);
            train.Options.Add(option);
            root.Options.Add(option);
        }
        foreach (var option in (Option[])[options.Standby, options.Confirm])
        {
            run.Options.Add(option);
            root.Options.Add(option);
        }
        run.SetAction((parsed, token) => Standby.RunAsync(RunOptions.Parse(options.Read(parsed)), token));
        root.SetAction((parsed, token) => Standby.RunAsync(RunOptions.Parse(options.Read(parsed)), token));
        train.SetAction((parsed, token) => TrainAsync(RunOptions.Parse(options.Read(parsed)), token));
        root.Subcommands.Add(run);
        root.Subcommands.Add(train);
    }

    /// <summary>Whether the verb lists the faults of all its options itself, empty ones included.</summary>
    public static bool Lists(Command command) => command is RootCommand || command.Name is "run" or "train";

    /// <summary>One life of a trader, in its place on the store.</summary>
    /// <exception cref="DeposedException">Another trader has taken over.</exception>
    public static async Task<int> RunAsync(RunOptions options, MarketChoice choice, DataFolder folder, HostPlace place, CancellationToken cancellationToken)
    {
        if (options.Venue is { } venue) await RequireKeysAsync(options.DataFolder, venue, cancellationToken);
        var console = Terminal.For(options.Json);
        Action<string, string, Exception> onFault = (kind, name, fault) => Terminal.Text(console, $"{kind} {name}: {fault.Message}");
        Action<string> onNotice = text => Terminal.Text(console, text);
        await using var system = await OpenAsync(choice, place.Store, options, (kind, name, fault) => onFault(kind, name, fault), text => onNotice(text), cancellationToken);
        using var turn = place.Turn;
        folder.LastStore = choice.Store;
        system.Heartbeat = HeartbeatAddress.FromEnvironment(TimeProvider.System);
        var narrator = new Narrator(system, console);
        await using var api = options.Port == 0 ? null
            : await ApiServer.StartAsync(options.Port, new RunningTrader(system.Runtime, system.Operations, new TradeDesk(system.Work)), new RunningBooks(system.Runtime, new BookOperations(system.Work)), folder.ApiToken(), cancellationToken);
        if (api is not null) folder.ApiPort = options.Port;
        // Standard error holds one line where a start fails: with --json the header waits until nothing can go wrong any more.
        void Begin()
        {
            if (options.Json) return;
            narrator.Header(Describe(options));
        }
        await Preparation.RunAsync(system, options.Cash, ProgressFor(options, narrator), cancellationToken, Begin, new Allowance(options.Confirmation, Question(options, console)));
        if (options.Json) narrator.Header(Describe(options));
        var live = !options.Json && Terminal.CanRedraw(console) ? new LiveView(system, console) : null;
        if (live is not null) (onFault, onNotice) = (live.OnFault, live.OnNotice);
        if (!options.Json)
        {
            await Running.MoneyTable.WriteAsync(Console.Out, system, cancellationToken);
            system.Sessions.Committed = live is null ? narrator.OnCommitted : live.OnCommitted;
            system.AfterTick = live is null ? narrator.AfterTickAsync : live.AfterTickAsync;
        }
        Task<RuntimeOutcome> Tick() => TickAsync(system, options, narrator, text =>
        {
            if (live is null) Terminal.Text(console, text);
            else live.Footer = text;
        }, cancellationToken);
        var outcome = live is null ? await Tick() : await live.ShowAsync(Tick, cancellationToken);
        if (outcome == RuntimeOutcome.Cancelled) Terminal.Text(console, "Stopped cleanly; the next start continues here.");
        await EndAsync(system, options, narrator, console);
        return ExitCodes.Done;
    }

    /// <summary>Before the long part: nobody is to wait for a history that cannot be traded on.</summary>
    private static async Task RequireKeysAsync(string folder, string venue, CancellationToken cancellationToken)
    {
        if (await Keys.HostSecrets.Of(folder).MissingAsync(TradingSystem.DefaultPortfolio, venue, cancellationToken) is { Count: > 0 } missing)
            throw new UsageException($"venue '{venue}' needs keys, and {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not stored here; 'powertrader keys set {venue} --data {folder}' asks for them. Nothing was started");
    }

    private static async Task EndAsync(TradingSystem system, RunOptions options, Narrator narrator, IAnsiConsole console)
    {
        if (options.Json)
        {
            Console.WriteLine((await RunReport.OfAsync(system, CancellationToken.None)).ToJson());
            return;
        }
        await narrator.StatusAsync(CancellationToken.None);
        var book = await system.BookAsync(CancellationToken.None);
        var data = options.DataFolder == RunOptions.DefaultDataFolder ? "" : $" --data {options.DataFolder}";
        Terminal.Line(console);
        Terminal.Text(console, $"Why a coin is traded or not: powertrader explain {book.Head.Symbols[0].Base}{data}");
        if (book.Head.FillCount > 0) Terminal.Text(console, $"Why a deal was made:         powertrader explain deal:{await LastDealAsync(system)}{data}");
        if (!options.IsRealTime) Terminal.Text(console, "Real prices, still paper money and no keys: powertrader run --market kucoin");
    }

    private static async Task<long> LastDealAsync(TradingSystem system)
    {
        var last = 0L;
        await foreach (var fill in system.Sessions.Store.ReadAsync<Fill>(TradingSystem.DefaultPortfolio, "fill", CancellationToken.None)) last = Math.Max(last, fill.Deal);
        return last;
    }

    private static async Task<RuntimeOutcome> TickAsync(TradingSystem system, RunOptions options, Narrator narrator, Action<string> say, CancellationToken cancellationToken)
    {
        bool Enough() => options.Cycles is { } cycles && system.Work.Ticks.Count >= cycles;
        var opened = (await system.BookAsync(cancellationToken)).Head.CreatedAt;
        var openingEnds = opened + OpeningDays;
        if (options.Market == MarketKind.Simulated && system.Clock.Now < openingEnds && !double.IsPositiveInfinity(options.Speed))
        {
            say("The first three days are played at full speed, so that there is something to see.");
            system.Runtime.Speed = double.PositiveInfinity;
            var opening = await system.Runtime.RunAsync(() => Enough() || system.Clock.Now >= openingEnds, cancellationToken);
            if (Enough() || cancellationToken.IsCancellationRequested) return opening;
            system.Runtime.Speed = options.Speed;
            narrator.StatusEvery = TimeSpan.FromMinutes(15);
            say(string.Create(CultureInfo.InvariantCulture, $"From here {options.Speed:0.##} trading seconds pass in one. Ctrl-C stops; the next start continues."));
        }
        else if (options.Market != MarketKind.Simulated || !double.IsPositiveInfinity(options.Speed))
        {
            narrator.StatusEvery = TimeSpan.FromMinutes(15);
            say("Ctrl-C stops; the next start continues.");
        }
        var end = options.Market == MarketKind.Replay ? ((Adapters.Replay.ReplayMarketData)system.Market.Data).EndsAt : DateTimeOffset.MaxValue;
        return await system.Runtime.RunAsync(() => Enough() || system.Clock.Now >= end, cancellationToken);
    }

    private static async Task<int> TrainAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var choice = MarketChoice.From(options);
        var folder = DataFolder.OpenOrCreate(options.DataFolder);
        using var place = await HostPlace.TakeAsync(folder, choice.Store, new HostLeaseOptions(), null, cancellationToken);
        var console = Terminal.For(options.Json);
        await using var system = await OpenAsync(choice, place.Store, options, (kind, name, fault) => Terminal.Text(console, $"{kind} {name}: {fault.Message}"), text => Terminal.Text(console, text), cancellationToken);
        using var turn = place.Turn;
        folder.LastStore = choice.Store;
        // The remedy for a damaged model must not need it.
        system.Work.Desk.BeginAnew(system.Coins);
        await Preparation.TrainAsync(system, ProgressFor(options, new Narrator(system, console)), cancellationToken);
        await system.Work.Desk.RelearnAndCheckpointAsync(Timeframe.Hour1.OpenOf(system.Clock.Now), cancellationToken);
        if (options.Json) Console.WriteLine(JsonSerializer.Serialize(new TrainResult(choice.Id.Value, [.. system.Coins.Select(coin => coin.Value)], options.DataFolder), VerbJson.Default.TrainResult));
        else Terminal.Text(console, $"Trained {system.Coins.Count} coins on {choice.Id}; saved in {options.DataFolder}");
        return ExitCodes.Done;
    }

    /// <summary>Bars are for a terminal; where JSON is asked for, people look at standard error only there.</summary>
    private static IStepProgress ProgressFor(RunOptions options, Narrator narrator) => options.Json && Console.IsErrorRedirected ? new NoProgress() : narrator;

    private static async Task<TradingSystem> OpenAsync(
        MarketChoice choice, SqliteStore store, RunOptions options, Action<string, string, Exception> onFault, Action<string> onNotice, CancellationToken cancellationToken)
    {
        // A coin that is configured no longer is followed until it is sold.
        var stored = await new PortfolioStore(new SqliteTableStore(store)).LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken);
        IReadOnlyList<Core.Markets.Symbol> coins = stored is { } known ? [.. options.Coins.Union(TraderSetup.Held(known.Book).Select(VenueNames.Of(choice.Id, choice.Venue).Symbols.SignalOf))] : options.Coins;
        return new TradingSystem(choice, store, coins, options.Settings with { Coins = options.Coins }, options.Speed, onFault) { Notice = onNotice };
    }

    /// <summary>Null where nobody is there to answer.</summary>
    private static Func<string, string?>? Question(RunOptions options, IAnsiConsole console)
    {
        if (options.Json || Console.IsInputRedirected || Console.IsOutputRedirected) return null;
        return words =>
        {
            Terminal.Line(console, $"[bold red]This trades real money.[/] To allow it, type: [bold]{Markup.Escape(words)}[/]");
            return Console.In.ReadLine();
        };
    }

    private static string Describe(RunOptions options) => options.Market switch
    {
        MarketKind.KuCoin => "live public prices of KuCoin, real time",
        MarketKind.Coinbase => "live public prices of Coinbase, real time",
        MarketKind.Replay => $"replay of {Path.GetFileName(options.ReplayFile)}",
        _ => $"simulated exchange, {(double.IsPositiveInfinity(options.Speed) ? "as fast as it goes" : $"{options.Speed:0.##} times as fast as life")}",
    };
}
