using System.CommandLine;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Host.Running;
using Spectre.Console;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>run</c> (also without a verb) and <c>train</c>.</summary>
internal static class RunVerbs
{
    private const int RedirectedWidth = 200;

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
        run.SetAction((parsed, token) => RunAsync(RunOptions.Parse(options.Read(parsed)), token));
        root.SetAction((parsed, token) => RunAsync(RunOptions.Parse(options.Read(parsed)), token));
        train.SetAction((parsed, token) => TrainAsync(RunOptions.Parse(options.Read(parsed)), token));
        root.Subcommands.Add(run);
        root.Subcommands.Add(train);
    }

    /// <summary>People read standard output; with --json it carries JSON alone and they read standard error.</summary>
    private static IAnsiConsole ConsoleFor(bool json)
    {
        var redirected = json ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        // A file has no width: lines there are not broken.
        if (redirected) console.Profile.Width = RedirectedWidth;
        return console;
    }

    private static async Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var choice = MarketChoice.From(options);
        var folder = DataFolder.OpenOrCreate(options.DataFolder);
        using var owner = folder.Lock(choice.Id);
        var console = ConsoleFor(options.Json);
        await using var system = await OpenAsync(choice, folder, options, console, cancellationToken);
        folder.LastMarket = choice.Id;
        var narrator = new Narrator(system, console);
        narrator.Header(Describe(options));
        if (!options.Json) Running.MoneyTable.Write(Console.Out, options.Settings with { Coins = options.Coins, Cash = options.Cash });
        await using var api = options.Port == 0 ? null
            : await ApiServer.StartAsync(options.Port, new RunningTrader(system.Runtime, new TraderOperations(system)), folder.ApiToken(), cancellationToken);
        await Preparation.RunAsync(system, options.Cash, narrator, cancellationToken);
        if (!options.Json)
        {
            system.Sessions.Committed = narrator.OnCommitted;
            system.AfterTick = narrator.AfterTickAsync;
        }
        await TickAsync(system, options, narrator, console, cancellationToken);
        var report = await RunReport.OfAsync(system, CancellationToken.None);
        if (options.Json) Console.WriteLine(report.ToJson());
        else await narrator.StatusAsync(CancellationToken.None);
        if (!options.Json && !options.IsRealTime)
            console.WriteLine("Real prices, still paper money and no keys: powertrader run --market kucoin");
        return ExitCodes.Done;
    }

    private static async Task TickAsync(TradingSystem system, RunOptions options, Narrator narrator, IAnsiConsole console, CancellationToken cancellationToken)
    {
        bool Enough() => options.Cycles is { } cycles && system.Ticks.Count >= cycles;
        var opened = (await system.BookAsync(cancellationToken)).Head.CreatedAt;
        var openingEnds = opened + OpeningDays;
        if (options.Market == MarketKind.Simulated && system.Clock.Now < openingEnds && !double.IsPositiveInfinity(options.Speed))
        {
            console.WriteLine("The first three days are played at full speed, so that there is something to see.");
            system.Runtime.Speed = double.PositiveInfinity;
            await system.Runtime.RunAsync(() => Enough() || system.Clock.Now >= openingEnds, cancellationToken);
            if (Enough() || cancellationToken.IsCancellationRequested) return;
            system.Runtime.Speed = options.Speed;
            narrator.StatusEvery = TimeSpan.FromMinutes(15);
            console.WriteLine($"From here {options.Speed:0.##} trading seconds pass in one. Ctrl-C stops; the next start continues.");
            await narrator.StatusAsync(cancellationToken);
        }
        else if (options.Market != MarketKind.Simulated || !double.IsPositiveInfinity(options.Speed))
        {
            narrator.StatusEvery = TimeSpan.FromMinutes(15);
        }
        var end = options.Market == MarketKind.Replay ? ((Adapters.Replay.ReplayMarketData)system.Market.Data).EndsAt : DateTimeOffset.MaxValue;
        var outcome = await system.Runtime.RunAsync(() => Enough() || system.Clock.Now >= end, cancellationToken);
        if (outcome == RuntimeOutcome.Cancelled) console.WriteLine("Stopped cleanly; the next start continues here.");
    }

    private static async Task<int> TrainAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var choice = MarketChoice.From(options);
        var folder = DataFolder.OpenOrCreate(options.DataFolder);
        using var owner = folder.Lock(choice.Id);
        var console = ConsoleFor(options.Json);
        await using var system = await OpenAsync(choice, folder, options, console, cancellationToken);
        folder.LastMarket = choice.Id;
        await Preparation.TrainAsync(system, new Narrator(system, console), cancellationToken);
        await system.Desk.RelearnAndCheckpointAsync(Timeframe.Hour1.OpenOf(system.Clock.Now), cancellationToken);
        console.WriteLine($"Trained {system.Coins.Count} coins on {choice.Id}; saved in {options.DataFolder}");
        return ExitCodes.Done;
    }

    private static async Task<TradingSystem> OpenAsync(
        MarketChoice choice, DataFolder folder, RunOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        SqliteStore store;
        try
        {
            store = SqliteStore.Open(folder.StorePath(choice.Id), new SqliteStoreOptions
            {
                Synchronous = choice.Id.IsRealTime ? SqliteSynchronous.Full : SqliteSynchronous.Normal,
            });
        }
        catch (Exception fault) when (fault is StoreVersionException or CorruptException)
        {
            throw new WorldException(fault.Message, fault);
        }
        // A coin that is no longer configured is followed as long as it holds a deal.
        var stored = await new PortfolioStore(new SqliteTableStore(store)).LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken);
        IReadOnlyList<Core.Markets.Symbol> coins = stored is { } known ? [.. options.Coins.Union(Preparation.Held(known.Book))] : options.Coins;
        return new TradingSystem(choice, store, coins, options.Settings, options.Speed, (kind, name, fault) => console.WriteLine($"{kind} {name}: {fault.Message}"))
        {
            Notice = console.WriteLine,
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
