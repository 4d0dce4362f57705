using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>A limit order as it is sent.</summary>
/// <param name="AllowMaxTimeWindow">Milliseconds: the venue refuses it where it comes later than this after <paramref name="ClientTimestamp"/>. HF orders only.</param>
/// <param name="ClientTimestamp">Equal to the time stamp that is signed.</param>
public sealed record SpotPlaceRequest(
    string ClientOid, string Side, string Symbol, string Type, string Price, string Size, string TimeInForce,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? AllowMaxTimeWindow = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ClientTimestamp = null)
{
    /// <summary>What it is signed with, by this machine's clock; null for the moment of sending.</summary>
    [JsonIgnore]
    public DateTimeOffset? IntendedAt { get; init; }
}

/// <param name="Timeout">Seconds, 5 to 86,400; -1 clears it.</param>
/// <param name="Symbols">Joined by commas, at most 50; empty for all.</param>
public sealed record SpotDeadManRequest(long Timeout, string Symbols);
