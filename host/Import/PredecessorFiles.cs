using System.Globalization;
using System.Text.Json;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Import;

/// <summary>The predecessor's folder: finds its files, reads them, and names what is unsound by file and line.</summary>
internal sealed class PredecessorFiles
{
    public const string SettingsName = "gui_settings.json";
    public const string LedgerName = "pnl_ledger.json";
    public const string TradesName = "trade_history.jsonl";

    private const string Hub = "hub_data";
    private const int MostFaults = 20;

    private static readonly string[] KeyNames = ["r_key.txt", "r_secret.txt", "r_key.enc", "r_secret.enc", ".pt_salt", "trading_config.json"];

    private readonly List<string> faults = [];

    private PredecessorFiles(string folder) => Folder = folder;

    public string Folder { get; }

    public JsonLines? Settings { get; private set; }

    public ImportedHistory History { get; private set; } = new(1, "predecessor", null, null, [], []);

    /// <summary>Orders that it had not settled when it was last stopped.</summary>
    public int PendingOrders { get; private set; }

    /// <summary>Files that hold keys; none is read.</summary>
    public IReadOnlyList<string> KeyFiles { get; private set; } = [];

    /// <exception cref="UsageException">The folder is none of the predecessor's, or a file of it is unsound.</exception>
    public static PredecessorFiles Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new UsageException($"--from '{folder}' is no folder; name the folder that holds {SettingsName}");
        var files = new PredecessorFiles(folder);
        var (settings, ledger, trades) = (files.Find(SettingsName), files.Find(LedgerName), files.Find(TradesName));
        if (settings is null && ledger is null && trades is null)
            throw new UsageException($"--from '{folder}' holds neither {SettingsName} nor {LedgerName} nor {TradesName} (nor a folder {Hub} with them); name the predecessor's folder");
        files.Settings = settings is null ? null : files.Json(settings);
        if (ledger is not null && files.Json(ledger) is { } json) files.ReadLedger(ledger, json);
        if (trades is not null) files.ReadTrades(trades);
        files.KeyFiles = [.. KeyNames.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        return files.faults.Count == 0 ? files : throw new UsageException([.. files.faults.Take(MostFaults), .. files.faults.Count > MostFaults ? [$"and {files.faults.Count - MostFaults} more faults"] : Array.Empty<string>()]);
    }

    public void Fault(string name, int line, string words) => faults.Add($"{name} line {line}: {words}");

    private string? Find(string name) =>
        new[] { Path.Combine(Folder, Hub, name), Path.Combine(Folder, name) }.FirstOrDefault(File.Exists);

    private JsonLines? Json(string path)
    {
        try
        {
            var json = JsonLines.Parse(Text(path));
            if (json.Root.ValueKind == JsonValueKind.Object) return json;
            Fault(path, 1, "it must be a JSON object; take the file of a working installation");
        }
        catch (JsonException fault)
        {
            Fault(path, (int)(fault.LineNumber ?? 0) + 1, $"it is no JSON ({Words(fault)}); correct the line");
        }
        return null;
    }

    private void ReadLedger(string path, JsonLines json)
    {
        var positions = new List<ImportedPosition>();
        if (json.Root.TryGetProperty("open_positions", out var open) && open.ValueKind == JsonValueKind.Object)
        {
            foreach (var coin in open.EnumerateObject())
            {
                var line = json.LineOf($"open_positions/{coin.Name}");
                var (quantity, cost) = (Number(coin.Value, "qty"), Number(coin.Value, "usd_cost"));
                if (quantity is null or < 0 || cost is null or < 0 || !IsCoin(coin.Name)) Fault(path, line, $"the position '{coin.Name}' must have a coin of A-Z and 0-9 and numbers qty and usd_cost of at least 0; correct or remove it");
                else if (quantity > 0 && cost > 0) positions.Add(new ImportedPosition(coin.Name.ToUpperInvariant(), quantity.Value, cost.Value));
            }
        }
        else if (json.Root.TryGetProperty("open_positions", out _))
        {
            Fault(path, json.LineOf("open_positions"), "open_positions must be an object of coins; take the file of a working installation");
        }
        if (json.Root.TryGetProperty("pending_orders", out var pending) && pending.ValueKind == JsonValueKind.Object) PendingOrders = pending.EnumerateObject().Count();
        History = History with { Positions = positions, RealisedTotal = Number(json.Root, "total_realized_profit_usd"), LedgerTime = Number(json.Root, "last_updated_ts") is { } time ? Instant(time) : null };
    }

    private void ReadTrades(string path)
    {
        var trades = new List<ImportedTrade>();
        var number = 0;
        foreach (var line in Text(path).Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                if (Trade(document.RootElement) is { } trade) trades.Add(trade);
                else Fault(path, number, "a trade must have ts (unix seconds), side (buy or sell), symbol and qty (a number of at least 0); correct or remove the line");
            }
            catch (JsonException fault)
            {
                Fault(path, number, $"it is no JSON ({Words(fault)}); correct or remove the line");
            }
        }
        History = History with { Trades = [.. trades.OrderBy(trade => trade.Time)] };
    }

    private static ImportedTrade? Trade(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object || Number(line, "ts") is not { } seconds || Instant(seconds) is not { } time) return null;
        var side = String(line, "side")?.ToLowerInvariant();
        var symbol = String(line, "symbol")?.ToUpperInvariant();
        if (side is not ("buy" or "sell") || symbol is null || !IsCoin(symbol.Replace("-", "", StringComparison.Ordinal)) || Number(line, "qty") is not { } quantity || quantity < 0) return null;
        return new ImportedTrade(
            time, symbol, side, String(line, "tag"), quantity, Number(line, "price"), Number(line, "fees_usd"), Number(line, "realized_profit_usd"), String(line, "order_id"));
    }

    /// <summary>Null where it is missing, null or no number; numbers may stand as text.</summary>
    private static decimal? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? NumberOf(value) : null;

    public static decimal? NumberOf(JsonElement value)
    {
        var text = value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString(), _ => null };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string? String(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsCoin(string text) => text.Length is >= 1 and <= 16 && text.All(char.IsAsciiLetterOrDigit);

    private static DateTimeOffset? Instant(decimal seconds) =>
        seconds is >= 0 and < 253_402_300_800m ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;

    private static string Words(JsonException fault) => fault.Message.Split(" LineNumber")[0].TrimEnd('.');

    /// <exception cref="WorldException">It cannot be read.</exception>
    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"'{path}' cannot be read ({fault.Message.TrimEnd('.')}); check its permissions.", fault);
        }
    }
}
