using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>The envelope of every reply.</summary>
internal sealed record KuCoinEnvelope(string? Code, string? Msg, JsonElement? Data);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KuCoinEnvelope))]
[JsonSerializable(typeof(KuCoinTicker))]
[JsonSerializable(typeof(KuCoinAllTickers))]
[JsonSerializable(typeof(KuCoinStats))]
[JsonSerializable(typeof(KuCoinSymbol))]
[JsonSerializable(typeof(KuCoinSymbol[]))]
[JsonSerializable(typeof(KuCoinCurrency))]
[JsonSerializable(typeof(KuCoinCurrency[]))]
[JsonSerializable(typeof(KuCoinBook))]
[JsonSerializable(typeof(KuCoinTrade[]))]
[JsonSerializable(typeof(KuCoinCallAuction))]
[JsonSerializable(typeof(KuCoinStatus))]
[JsonSerializable(typeof(KuCoinBullet))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string[][]))]
[JsonSerializable(typeof(long))]
internal sealed partial class KuCoinJson : JsonSerializerContext;
