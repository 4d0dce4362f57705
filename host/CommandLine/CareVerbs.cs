using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Keys;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>backup</c>, <c>restore</c>, <c>doctor</c> and <c>predict</c>: looking after a trader.</summary>
internal static class CareVerbs
{
    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var place = new Option<string?>("--market") { Description = "kucoin or coinbase: check it though it is not the market used here" };
        var target = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "Where to (default: the folder 'backups' of the data folder)" };
        var source = new Argument<string>("FILE") { Description = "A file that 'powertrader backup' wrote" };
        var coin = new Argument<string?>("COIN") { Arity = ArgumentArity.ZeroOrOne, Description = "For example BTC (default: all)" };
        var backup = new Command("backup", "Copy everything of the market that ran last into one file, also while it runs.\n\nExample: powertrader backup") { target, data, json };
        backup.SetAction((parsed, token) => BackupAsync(parsed.GetValue(data), parsed.GetValue(target), parsed.GetValue(json), token));
        var restore = new Command("restore", "Put a backup in the place of the store, which is kept beside it. The portfolio is halted until you resume it.\n\nExample: powertrader restore backups/sim-1-20250101T000000Z.db") { source, data, json };
        restore.SetAction((parsed, token) => RestoreAsync(parsed.GetValue(data), parsed.GetValue(source)!, parsed.GetValue(json), token));
        var doctor = new Command("doctor", "Check folder, store, books, settings and, where it trades on KuCoin or Coinbase, the connection, its region and the clock.\n\nExample: powertrader doctor --market kucoin") { data, place, json };
        doctor.SetAction((parsed, token) => Doctor.RunAsync(Path.GetFullPath(parsed.GetValue(data) ?? RunOptions.DefaultDataFolder), parsed.GetValue(place), parsed.GetValue(json), token));
        var predict = new Command("predict", "The newest forecasts: the coming high and low on each timeframe.\n\nExample: powertrader predict BTC") { coin, data, json };
        predict.SetAction((parsed, token) => PredictAsync(parsed.GetValue(data), parsed.GetValue(coin), parsed.GetValue(json), token));
        foreach (var verb in (Command[])[backup, restore, doctor, predict]) root.Subcommands.Add(verb);
    }

    private static async Task<int> BackupAsync(string? data, string? file, bool json, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var folder = Path.GetFullPath(data ?? RunOptions.DefaultDataFolder);
        var name = string.Create(CultureInfo.InvariantCulture, $"{system.Choice.Store}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}.db");
        var path = Path.GetFullPath(file ?? Path.Combine(Backups.FolderOf(folder), name));
        if (File.Exists(path)) throw new UsageException($"FILE '{path}' exists already; choose another name");
        await Backups.WriteAsync(system.Store, folder, path, cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(new BackupResult(path, new FileInfo(path).Length), VerbJson.Default.BackupResult));
        else
        {
            Console.WriteLine($"Backed up to {path} ({new FileInfo(path).Length / 1024} KB). 'powertrader restore {path}' brings it back.");
            if (Directory.Exists(HostSecrets.Of(folder).Folder)) Console.WriteLine("The keys of your accounts are not in it: a backup may lie anywhere. Elsewhere, 'powertrader keys set VENUE' sets them up anew.");
        }
        return ExitCodes.Done;
    }

    private static async Task<int> RestoreAsync(string? data, string file, bool json, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new UsageException($"FILE '{file}' does not exist; 'powertrader backup' writes one");
        var folder = DataFolder.OpenOrCreate(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var restored = await Restoration.RunAsync(folder, file, cancellationToken);
        if (json)
        {
            var result = new RestoreResult(restored.Market.ToString(), file, restored.Kept, restored.Settings);
            Console.WriteLine(JsonSerializer.Serialize(result, VerbJson.Default.RestoreResult));
            return ExitCodes.Done;
        }
        if (restored.Kept is { } kept) Console.WriteLine($"What was there is kept in {kept}.");
        if (restored.Settings is { } settings)
        {
            Console.WriteLine(restored.SettingsWereThere
                ? $"The settings of the backup are in {settings}; this folder's own stand. Rename it to use it."
                : $"The settings of the backup are back in {settings}.");
        }
        Console.WriteLine(Directory.Exists(HostSecrets.Of(folder.Root).Folder)
            ? "The keys of your accounts stand as they were in this folder; a backup holds none."
            : "Keys of accounts are in no backup: a live portfolio needs 'powertrader keys set VENUE' here first.");
        Console.WriteLine($"Restored {restored.Market} from {file}. It is halted: the next start reconciles first; look at 'powertrader positions', then 'powertrader resume'.");
        return ExitCodes.Done;
    }

    private static async Task<int> PredictAsync(string? data, string? coin, bool json, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var book = await system.BookAsync(cancellationToken);
        var symbols = coin is null ? book.Head.Symbols : [book.Head.Find(coin)
            ?? throw new UsageException($"COIN '{coin}' is not traded here; use one of {string.Join(", ", book.Head.Symbols)}")];
        var lines = symbols.SelectMany(symbol => system.Work.Desk.Newest(VenueNames.Of(system.Choice.Id, system.Choice.Venue).Symbols.SignalOf(symbol)).Select(forecast => new ForecastLine(
            symbol.Value, forecast.Timeframe.Name(), forecast.Low, forecast.High, forecast.LastClose, forecast.CandleOpen, forecast.Abstains))).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(lines, VerbJson.Default.ListForecastLine));
            return ExitCodes.Done;
        }
        var table = new TextTable(
            new Column("coin"), new Column("timeframe"), new Column("low", Right: true), new Column("high", Right: true),
            new Column("last close", Right: true, Drop: 1), new Column("of the candle", Drop: 2), new Column("note", Flexible: true));
        foreach (var line in lines)
        {
            table.Add(
                line.Symbol, line.Timeframe, Figures.Price(line.Low), Figures.Price(line.High), Figures.Price(line.LastClose),
                line.Candle is { } open ? open.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "", line.Low is null ? "none: " + line.Abstains : "");
        }
        table.Write(Terminal.Output);
        return ExitCodes.Done;
    }
}
