using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>The envelope of every reply.</summary>
internal sealed record KuCoinEnvelope(string? Code, string? Msg, JsonElement? Data);

/// <summary>Ticker of <c>/api/v1/market/orderbook/level1</c>; prices are decimal strings, <c>time</c> is milliseconds.</summary>
public sealed record KuCoinTicker(
    string? Sequence, string? Price, string? Size, string? BestBid, string? BestBidSize, string? BestAsk, string? BestAskSize, long Time);

/// <summary>A row of <c>/api/v2/symbols</c>.</summary>
public sealed record KuCoinSymbol(
    string Symbol, string? Name, string? BaseCurrency, string? QuoteCurrency, string? FeeCurrency, string? Market,
    string? BaseMinSize, string? QuoteMinSize, string? BaseMaxSize, string? QuoteMaxSize, string? BaseIncrement, string? QuoteIncrement,
    string? PriceIncrement, string? PriceLimitRate, string? MinFunds, bool IsMarginEnabled, bool EnableTrading);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KuCoinEnvelope))]
[JsonSerializable(typeof(KuCoinTicker))]
[JsonSerializable(typeof(KuCoinSymbol[]))]
[JsonSerializable(typeof(string[][]))]
[JsonSerializable(typeof(long))]
internal sealed partial class KuCoinJson : JsonSerializerContext;
