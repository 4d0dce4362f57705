using System.Globalization;
using System.Text.Json.Nodes;
using PowerTrader.Core.Markets;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Quotes and estimates. In version 1 the venue's displayed prices are those with the spread in them.</summary>
public sealed partial class SimulatedRobinhood
{
    private const string Nanoseconds = "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'";

    private VenueReply Quotes(RobinhoodWireCall call)
    {
        var wanted = call.Queries("symbol");
        if (call.Version == 2 && wanted.Count == 0) return Invalid("symbol", "This field is required.");
        if (wanted.Any(symbol => venue.Pairs.All(pair => pair.Symbol.Value != symbol))) return Invalid("symbol", "Malformed symbol parameter");
        var rows = venue.Pairs.Where(pair => wanted.Count == 0 || wanted.Contains(pair.Symbol.Value))
            .Select(pair => (pair.Symbol, Quote: venue.QuoteOf(pair.Symbol))).Where(each => each.Quote is not null)
            .Select(each => Row(call, each.Symbol, each.Quote!, Text));
        return Ok(new JsonObject { ["results"] = new JsonArray([.. rows]) });
    }

    private VenueReply Estimates(RobinhoodWireCall call)
    {
        if (!Symbol.TryParse(call.Query("symbol"), out var symbol) || venue.QuoteOf(symbol) is not { } quote) return Invalid("symbol", "Malformed symbol parameter");
        var sides = call.Query("side") switch { "both" => new[] { "ask", "bid" }, "ask" => ["ask"], "bid" => ["bid"], _ => [] };
        var quantities = (call.Query("quantity") ?? "").Split(',').Select(text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0).ToList();
        if (sides.Length == 0) return Invalid("side", "This field is required.");
        if (quantities.Count is 0 or > 10 || quantities.Contains(0)) return Invalid("quantity", "A valid number is required.");
        var rows = sides.SelectMany(side => quantities.Select(quantity => Estimate(call, symbol, quote, side, quantity)));
        return Ok(new JsonObject { ["next"] = null, ["previous"] = null, ["results"] = new JsonArray([.. rows]) });
    }

    private JsonObject Estimate(RobinhoodWireCall call, Symbol symbol, SimulatedQuote quote, string side, decimal quantity)
    {
        if (call.Version == 1)
        {
            var row = Row(call, symbol, quote, Text);
            (row["side"], row["quantity"]) = (side, Text(quantity));
            return row;
        }
        var price = side == "ask" ? quote.Ask : quote.Bid;
        var fee = venue.Options.TakerFee * price * quantity;
        var estimate = new JsonObject
        {
            ["symbol"] = symbol.Value,
            ["side"] = side,
            ["quantity"] = quantity,
            ["timestamp"] = venue.Now.UtcDateTime.ToString(Nanoseconds, CultureInfo.InvariantCulture),
            ["fee_ratio"] = venue.Options.TakerFee,
            ["est_fee"] = fee,
            [side] = price,
        };
        if (side == "ask") estimate["est_total_cost"] = price * quantity + fee;
        return estimate;
    }

    private JsonObject Row(RobinhoodWireCall call, Symbol symbol, SimulatedQuote quote, Func<decimal, string> text)
    {
        var row = new JsonObject { ["symbol"] = symbol.Value, ["timestamp"] = venue.Now.UtcDateTime.ToString(Nanoseconds, CultureInfo.InvariantCulture) };
        if (call.Version == 2)
        {
            (row["bid"], row["ask"]) = (text(quote.Bid), text(quote.Ask));
            return row;
        }
        var mid = (quote.Bid + quote.Ask) / 2;
        row["price"] = text(mid);
        row["bid_inclusive_of_sell_spread"] = text(quote.Bid);
        row["sell_spread"] = text(Math.Max(0, Math.Round((mid - quote.Bid) / mid, 4)));
        row["ask_inclusive_of_buy_spread"] = text(quote.Ask);
        row["buy_spread"] = text(Math.Max(0, Math.Round((quote.Ask - mid) / mid, 4)));
        return row;
    }
}
