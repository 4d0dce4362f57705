using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerTrader.Host.Import;

/// <summary>One fill of the predecessor, as it wrote it.</summary>
/// <param name="Side">buy or sell.</param>
/// <param name="Tag">DCA, TRAIL_SELL or another word of its; null for an entry.</param>
/// <param name="RealisedProfit">By its own reckoning, from the change of the account's cash.</param>
internal sealed record ImportedTrade(
    DateTimeOffset Time, string Symbol, string Side, string? Tag, decimal Quantity, decimal? Price, decimal? Fees, decimal? RealisedProfit, string? OrderId);

/// <param name="Cost">In USD, fees included.</param>
internal sealed record ImportedPosition(string Coin, decimal Quantity, decimal Cost);

/// <summary>What the predecessor kept of the past. It stays beside the books of this program and is never counted in them.</summary>
/// <param name="LedgerTime">When its ledger was last written; null where it has none.</param>
/// <param name="RealisedTotal">Its own total; null where it has none.</param>
internal sealed record ImportedHistory(
    int V, string Source, DateTimeOffset? LedgerTime, decimal? RealisedTotal, IReadOnlyList<ImportedPosition> Positions, IReadOnlyList<ImportedTrade> Trades)
{
    /// <summary>In the data folder, and in its backups.</summary>
    public const string FileName = "imported-history.json";

    /// <summary>Null where nothing was imported.</summary>
    /// <exception cref="CommandLine.WorldException">The file is damaged.</exception>
    public static ImportedHistory? Load(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ImportJson.Default.ImportedHistory);
        }
        catch (JsonException fault)
        {
            throw new CommandLine.WorldException($"'{path}' is damaged; remove it and run 'powertrader import' again.", fault);
        }
    }

    public string Text() => JsonSerializer.Serialize(this, ImportJson.Default.ImportedHistory) + "\n";

    /// <summary>Whether it knows everything that an earlier import did.</summary>
    public bool Contains(ImportedHistory earlier)
    {
        var known = Trades.ToHashSet();
        return earlier.Trades.All(known.Contains);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImportedHistory))]
[JsonSerializable(typeof(List<ImportedTrade>))]
[JsonSerializable(typeof(ImportReport))]
internal sealed partial class ImportJson : JsonSerializerContext;
