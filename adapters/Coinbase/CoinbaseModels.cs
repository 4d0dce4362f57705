using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.Coinbase;

/// <summary><c>/products/{id}/ticker</c>: the last trade, and the touch without sizes. Prices are decimal strings.</summary>
internal sealed record CoinbaseTicker(string? Ask, string? Bid, string? Volume, long? TradeId, string? Price, string? Size, DateTimeOffset? Time);

/// <summary><c>/products/{id}/book?level=1</c>: rows <c>[price, size, number of orders]</c>, the last a bare number.</summary>
internal sealed record CoinbaseBook(JsonElement[][] Bids, JsonElement[][] Asks, decimal? Sequence, bool? AuctionMode, DateTimeOffset? Time);

/// <summary>A row of <c>/products</c>. Order sizes have no minimum of their own; <c>min_market_funds</c> is the least value of an order.</summary>
internal sealed record CoinbaseProduct(
    string Id, string? BaseCurrency, string? QuoteCurrency, string? QuoteIncrement, string? BaseIncrement, string? DisplayName, string? MinMarketFunds,
    bool? MarginEnabled, bool? PostOnly, bool? LimitOnly, bool? CancelOnly, string? Status, string? StatusMessage, bool? TradingDisabled,
    bool? FxStablecoin, string? MaxSlippagePercentage, bool? AuctionMode, string? HighBidLimitPercentage);

/// <summary><c>/time</c>; <c>epoch</c> is decimal seconds.</summary>
internal sealed record CoinbaseTime(DateTimeOffset Iso, decimal? Epoch);

/// <summary>Every failure.</summary>
internal sealed record CoinbaseFailure(string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CoinbaseTicker))]
[JsonSerializable(typeof(CoinbaseBook))]
[JsonSerializable(typeof(CoinbaseProduct[]))]
[JsonSerializable(typeof(CoinbaseTime))]
[JsonSerializable(typeof(CoinbaseFailure))]
[JsonSerializable(typeof(decimal[][]))]
internal sealed partial class CoinbaseJson : JsonSerializerContext;
