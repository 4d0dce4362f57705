using System.CommandLine;
using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>backup</c>, <c>restore</c>, <c>doctor</c> and <c>predict</c>: looking after a trader.</summary>
internal static class CareVerbs
{
    public static void AddTo(RootCommand root)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the trader (default: the user's application data)" };
        var place = new Option<string?>("--market") { Description = "kucoin or coinbase: check it though it is not the market used here" };
        var target = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "Where to (default: the folder 'backups' of the data folder)" };
        var source = new Argument<string>("FILE") { Description = "A file that 'powertrader backup' wrote" };
        var coin = new Argument<string?>("COIN") { Arity = ArgumentArity.ZeroOrOne, Description = "For example BTC (default: all)" };
        var backup = new Command("backup", "Copy everything of the market that ran last into one file, also while it runs.\n\nExample: powertrader backup") { target, data };
        backup.SetAction((parsed, token) => BackupAsync(parsed.GetValue(data), parsed.GetValue(target), token));
        var restore = new Command("restore", "Put a backup in the place of the store, which is kept beside it. The portfolio is halted until you resume it.\n\nExample: powertrader restore backups/sim-1-20250101T000000Z.db") { source, data };
        restore.SetAction((parsed, token) => RestoreAsync(parsed.GetValue(data), parsed.GetValue(source)!, token));
        var doctor = new Command("doctor", "Check folder, store, books, settings and, where it trades on KuCoin or Coinbase, the connection, its region and the clock.\n\nExample: powertrader doctor --market kucoin") { data, place };
        doctor.SetAction((parsed, token) => Doctor.RunAsync(Path.GetFullPath(parsed.GetValue(data) ?? RunOptions.DefaultDataFolder), parsed.GetValue(place), token));
        var predict = new Command("predict", "The newest forecasts: the coming high and low on each timeframe.\n\nExample: powertrader predict BTC") { coin, data };
        predict.SetAction((parsed, token) => PredictAsync(parsed.GetValue(data), parsed.GetValue(coin), token));
        foreach (var verb in (Command[])[backup, restore, doctor, predict]) root.Subcommands.Add(verb);
    }

    private static async Task<int> BackupAsync(string? data, string? file, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var folder = Path.GetFullPath(data ?? RunOptions.DefaultDataFolder);
        var name = string.Create(CultureInfo.InvariantCulture, $"{system.Choice.Id}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}.db");
        var path = Path.GetFullPath(file ?? Path.Combine(Backups.FolderOf(folder), name));
        if (File.Exists(path)) throw new UsageException($"FILE '{path}' exists already; choose another name");
        await Backups.WriteAsync(system.Store, folder, path, cancellationToken);
        Console.WriteLine($"Backed up to {path} ({new FileInfo(path).Length / 1024} KB). 'powertrader restore {path}' brings it back.");
        return ExitCodes.Done;
    }

    private static async Task<int> RestoreAsync(string? data, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new UsageException($"FILE '{file}' does not exist; 'powertrader backup' writes one");
        var folder = DataFolder.OpenOrCreate(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var restored = await Restoration.RunAsync(folder, file, cancellationToken);
        if (restored.Kept is { } kept) Console.WriteLine($"What was there is kept in {kept}.");
        if (restored.Settings is { } settings)
        {
            Console.WriteLine(restored.SettingsWereThere
                ? $"The settings of the backup are in {settings}; this folder's own stand. Rename it to use it."
                : $"The settings of the backup are back in {settings}.");
        }
        Console.WriteLine($"Restored {restored.Market} from {file}. It is halted: the next start reconciles first; look at 'powertrader positions', then 'powertrader resume'.");
        return ExitCodes.Done;
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
