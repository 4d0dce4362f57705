using System.CommandLine;
using System.Globalization;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>backup</c>, <c>restore</c>, <c>doctor</c> and <c>predict</c>: looking after a trader.</summary>
internal static class CareVerbs
{
    public static void AddTo(RootCommand root)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the trader (default: the user's application data)" };
        var target = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "Where to (default: the folder 'backups' of the data folder)" };
        var source = new Argument<string>("FILE") { Description = "A file that 'powertrader backup' wrote" };
        var coin = new Argument<string?>("COIN") { Arity = ArgumentArity.ZeroOrOne, Description = "For example BTC (default: all)" };
        var backup = new Command("backup", "Copy everything of the market that ran last into one file, also while it runs.\n\nExample: powertrader backup") { target, data };
        backup.SetAction((parsed, token) => BackupAsync(parsed.GetValue(data), parsed.GetValue(target), token));
        var restore = new Command("restore", "Put a backup in the place of the store, which is kept beside it. The portfolio is halted until you resume it.\n\nExample: powertrader restore backups/sim-1-20250101T000000Z.db") { source, data };
        restore.SetAction((parsed, token) => RestoreAsync(parsed.GetValue(data), parsed.GetValue(source)!, token));
        var doctor = new Command("doctor", "Check folder, store, books, settings and, where it trades on KuCoin, the connection, its region and the clock.\n\nExample: powertrader doctor") { data };
        doctor.SetAction((parsed, token) => Doctor.RunAsync(Path.GetFullPath(parsed.GetValue(data) ?? RunOptions.DefaultDataFolder), token));
        var predict = new Command("predict", "The newest forecasts: the coming high and low on each timeframe.\n\nExample: powertrader predict BTC") { coin, data };
        predict.SetAction((parsed, token) => PredictAsync(parsed.GetValue(data), parsed.GetValue(coin), token));
        foreach (var verb in (Command[])[backup, restore, doctor, predict]) root.Subcommands.Add(verb);
    }

    private static async Task<int> BackupAsync(string? data, string? file, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var folder = Path.GetFullPath(data ?? RunOptions.DefaultDataFolder);
        var name = string.Create(CultureInfo.InvariantCulture, $"{system.Choice.Id}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}.db");
        var path = Path.GetFullPath(file ?? Path.Combine(folder, "backups", name));
        if (File.Exists(path)) throw new UsageException($"FILE '{path}' exists already; choose another name");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        system.Store.BackUpTo(path);
        Console.WriteLine($"Backed up to {path} ({new FileInfo(path).Length / 1024} KB). 'powertrader restore {path}' brings it back.");
        return ExitCodes.Done;
    }

    private static async Task<int> RestoreAsync(string? data, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new UsageException($"FILE '{file}' does not exist; 'powertrader backup' writes one");
        var folder = DataFolder.OpenOrCreate(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var staged = Path.Combine(folder.Root, ".restoring.db");
        foreach (var rest in Directory.GetFiles(folder.Root, ".restoring.db*")) File.Delete(rest);
        File.Copy(file, staged);
        var market = await PrepareAsync(staged, file, cancellationToken);
        using var owner = folder.Lock(market);
        var path = folder.StorePath(market);
        if (File.Exists(path))
        {
            var kept = Path.Combine(folder.Root, string.Create(CultureInfo.InvariantCulture, $"{market}.before-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}.db"));
            using (var old = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false })) old.BackUpTo(kept);
            foreach (var rest in Directory.GetFiles(folder.Root, $"{market}.db-*")) File.Delete(rest);
            Console.WriteLine($"What was there is kept in {kept}.");
        }
        File.Move(staged, path, overwrite: true);
        folder.LastMarket = market;
        Console.WriteLine($"Restored {market} from {file}. It is halted: the next start reconciles first; look at 'powertrader positions', then 'powertrader resume'.");
        return ExitCodes.Done;
    }

    /// <summary>A new epoch, so that no order of the time after the backup is met again, and a halt that only a person ends.</summary>
    private static async Task<MarketId> PrepareAsync(string staged, string file, CancellationToken cancellationToken)
    {
        using var store = SqliteStore.Open(staged);
        var portfolios = new PortfolioStore(new SqliteTableStore(store));
        if (await portfolios.LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken) is not { } stored)
            throw new UsageException($"FILE '{file}' holds no portfolio; use one that 'powertrader backup' wrote");
        var epoch = Guid.NewGuid().ToString("N")[..16];
        stored.Book.BeginEpoch(epoch, stored.Book.Head.LastReconciledAt ?? stored.Book.Head.CreatedAt);
        await portfolios.CommitAsync(stored.Book, stored.ETag, $"restore|{epoch}", cancellationToken);
        return stored.Book.Head.Market;
    }

    private static async Task<int> PredictAsync(string? data, string? coin, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var book = await system.BookAsync(cancellationToken);
        var symbols = coin is null ? book.Head.Symbols : [TraderOperations.Find(book, coin)
            ?? throw new UsageException($"COIN '{coin}' is not traded here; use one of {string.Join(", ", book.Head.Symbols)}")];
        Console.WriteLine($"{"coin",-11} {"timeframe",-9} {"low",13} {"high",13} {"last close",13}   of the candle");
        foreach (var symbol in symbols)
        {
            foreach (var forecast in system.Desk.Newest(symbol))
            {
                var name = $"{symbol,-11} {forecast.Timeframe.Name(),-9}";
                Console.WriteLine(forecast is { Low: { } low, High: { } high }
                    ? string.Create(CultureInfo.InvariantCulture, $"{name} {low,13:0.########} {high,13:0.########} {forecast.LastClose,13:0.########}   {forecast.CandleOpen:yyyy-MM-dd HH:mm} UTC")
                    : $"{name} none: {forecast.Abstains}");
            }
        }
        return ExitCodes.Done;
    }
}
