using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json.Nodes;
using PowerTrader.Core.Markets;

namespace PowerTrader.LoopbackExchange.Venues;

public sealed partial class SimulatedKuCoinAccount
{
    /// <summary>Null where the call is no public one.</summary>
    private VenueReply? Public(VenueRequest request, NameValueCollection query) => request.Method != "GET" ? null : request.Path switch
    {
        "/api/v1/timestamp" => Data(Now.ToUnixTimeMilliseconds()),
        "/api/v1/status" => Data(new JsonObject { ["status"] = Options.Status, ["msg"] = "" }),
        "/api/v2/symbols" => Data(new JsonArray([.. venue.Pairs.Select(Pair)])),
        "/api/v1/market/orderbook/level1" => Data(Ticker(query["symbol"])),
        "/api/v1/market/candles" => Data(Candles(query)),
        _ => null,
    };

    private static JsonObject Pair(SimulatedPair pair) => new()
    {
        ["symbol"] = pair.Symbol.Value,
        ["name"] = pair.Symbol.Value,
        ["baseCurrency"] = pair.Symbol.Base,
        ["quoteCurrency"] = pair.Symbol.Quote,
        ["feeCurrency"] = pair.Symbol.Quote,
        ["baseMinSize"] = Text(pair.MinQuantity),
        ["baseMaxSize"] = Text(pair.MaxQuantity),
        ["baseIncrement"] = Text(pair.QuantityIncrement),
        ["priceIncrement"] = Text(pair.PriceIncrement),
        ["minFunds"] = Text(pair.MinFunds),
        ["enableTrading"] = pair.Trading is PairTrading.Open or PairTrading.SellOnly,
    };

    private JsonObject? Ticker(string? name)
    {
        if (!Symbol.TryParse(name, out var symbol) || venue.QuoteOf(symbol) is not { } quote) return null;
        return new JsonObject
        {
            ["time"] = Now.ToUnixTimeMilliseconds(),
            ["sequence"] = "1",
            ["price"] = Text((quote.Bid + quote.Ask) / 2),
            ["size"] = "0.001",
            ["bestBid"] = Text(quote.Bid),
            ["bestBidSize"] = Text(quote.BidSize),
            ["bestAsk"] = Text(quote.Ask),
            ["bestAskSize"] = Text(quote.AskSize),
        };
    }

    /// <summary>Of the coin that fees are paid in alone, flat at its price.</summary>
    private JsonArray Candles(NameValueCollection query)
    {
        if (query["symbol"]?.StartsWith(venue.Options.FeeCoin + "-", StringComparison.Ordinal) != true) return [];
        var price = Text(venue.Options.FeeCoinPrice);
        var (from, to) = (long.Parse(query["startAt"]!, CultureInfo.InvariantCulture), long.Parse(query["endAt"]!, CultureInfo.InvariantCulture));
        var newest = Math.Min(to, Now.ToUnixTimeSeconds()) / 60 * 60;
        var opens = Enumerable.Range(0, 1500).Select(row => newest - row * 60L).TakeWhile(open => open >= from);
        return new JsonArray([.. opens.Select(open => new JsonArray(Text(open), price, price, price, price, "1", price))]);
    }
}
