using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.Paper;

/// <summary>The venue's own order. It knows nothing of deals.</summary>
internal sealed record PaperOrder(
    string VenueOrderId, string ClientOrderId, string Symbol, bool IsBuy, decimal Quantity, decimal Limit, long CreatedTicks)
{
    public decimal Filled { get; init; }

    /// <summary>Open, Filled or Cancelled.</summary>
    public string Status { get; init; } = "Open";

    public IReadOnlyList<PaperFill> Fills { get; init; } = [];
}

/// <param name="Displayed">Size displayed at that instant: a fill is at most a share of it.</param>
internal sealed record PaperFill(string TradeId, decimal Quantity, decimal Price, decimal Fee, long Ticks, decimal Displayed);

/// <summary>Balances, and what was taken of each symbol's displayed size at the last instant that filled anything.</summary>
internal sealed record PaperAccount(decimal Cash, IReadOnlyDictionary<string, decimal> Coins, long Sequence)
{
    /// <summary>From here on every fill has a row of its own by time; null in a venue that is older than these rows.</summary>
    public long? IndexedFromTicks { get; init; }

    public IReadOnlyDictionary<string, PaperUsage> Used { get; init; } = new Dictionary<string, PaperUsage>();
}

internal sealed record PaperUsage(long Ticks, decimal Bid, decimal Ask);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PaperOrder))]
[JsonSerializable(typeof(PaperAccount))]
internal sealed partial class PaperJson : JsonSerializerContext;
