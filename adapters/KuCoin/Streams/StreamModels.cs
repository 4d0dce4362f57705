using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>Any message of the stream. <c>type</c>: welcome, ping, pong, ack, error, message; <c>code</c> is a number here, and only in errors.</summary>
internal sealed record StreamFrame(string? Type, string? Id = null, string? Topic = null, string? Subject = null, int? Code = null, JsonElement? Data = null);

/// <summary>A message of the client.</summary>
internal sealed record StreamRequest(string Id, string Type, string? Topic = null, bool? PrivateChannel = null, bool? Response = null);

/// <summary><c>/market/candles</c>: the row has the order of REST (time in seconds, open, close, high, low, volume, turnover); <c>time</c> is nanoseconds.</summary>
internal sealed record StreamCandle(string Symbol, string[] Candles, long Time);

/// <summary><c>/market/level2</c>; <c>time</c> is milliseconds.</summary>
internal sealed record StreamBookChange(StreamBookRows Changes, long SequenceStart, long SequenceEnd, string Symbol, long Time);

/// <summary>Rows <c>[price, size, sequence]</c>: size 0 removes the level, price 0 only moves the sequence.</summary>
internal sealed record StreamBookRows(string[][] Asks, string[][] Bids);

/// <summary><c>/market/match</c>: <c>side</c> is the taker's, <c>time</c> nanoseconds as text.</summary>
internal sealed record StreamMatch(
    string Sequence, string Type, string Symbol, string Side, string Price, string Size, string TradeId, string? TakerOrderId, string? MakerOrderId, string Time);

/// <summary><c>/spotMarket/level1</c>: one row <c>[price, size]</c> a side; milliseconds.</summary>
internal sealed record StreamBestOffers(string[] Asks, string[] Bids, long Timestamp);

/// <summary><c>/spotMarket/level2Depth5</c> and <c>level2Depth50</c>: the whole top of the book each time; milliseconds.</summary>
internal sealed record StreamDepth(string[][] Asks, string[][] Bids, long Timestamp);

/// <summary><c>/market/snapshot</c>: data within data, bare numbers.</summary>
internal sealed record StreamSnapshot(long Sequence, StreamSnapshotData Data);

/// <summary>24 h figures of a pair; <c>datetime</c> is milliseconds.</summary>
internal sealed record StreamSnapshotData(
    string Symbol, string? SymbolCode, string? BaseCurrency, string? QuoteCurrency, string? Market, string[]? Markets, decimal? AskSize, decimal? BidSize,
    decimal? AveragePrice, decimal? Buy, decimal? Sell, decimal? ChangePrice, decimal? ChangeRate, decimal? Open, decimal? High, decimal? Low,
    decimal? Close, decimal? LastTradedPrice, decimal? Vol, decimal? VolValue, decimal? MakerCoefficient, decimal? MakerFeeRate, decimal? TakerCoefficient,
    decimal? TakerFeeRate, bool? MarginTrade, int? Mark, int? Board, int? Sort, bool? Trading, long Datetime, StreamMarketChange? MarketChange1h,
    StreamMarketChange? MarketChange4h, StreamMarketChange? MarketChange24h);

/// <summary>How a pair moved within a time.</summary>
internal sealed record StreamMarketChange(
    decimal? ChangePrice, decimal? ChangeRate, decimal? Open, decimal? High, decimal? Low, decimal? Vol, decimal? VolValue);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StreamFrame))]
[JsonSerializable(typeof(StreamRequest))]
[JsonSerializable(typeof(KuCoinTicker))]
[JsonSerializable(typeof(StreamCandle))]
[JsonSerializable(typeof(StreamBookChange))]
[JsonSerializable(typeof(StreamMatch))]
[JsonSerializable(typeof(StreamBestOffers))]
[JsonSerializable(typeof(StreamDepth))]
[JsonSerializable(typeof(StreamSnapshot))]
internal sealed partial class StreamJson : JsonSerializerContext;
