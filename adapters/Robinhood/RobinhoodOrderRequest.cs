using System.Globalization;
using System.Text;
using System.Text.Json;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>How much: of the coin, or for so much cash.</summary>
public abstract record RobinhoodSize
{
    private RobinhoodSize() { }

    public sealed record Asset(decimal Quantity) : RobinhoodSize;

    public sealed record Quote(decimal Amount) : RobinhoodSize;
}

/// <summary>The four types of order. A market order takes a quantity only.</summary>
public abstract record RobinhoodOrderTerms
{
    private RobinhoodOrderTerms() { }

    public sealed record Market(decimal Quantity) : RobinhoodOrderTerms;

    public sealed record Limit(RobinhoodSize Size, decimal Price) : RobinhoodOrderTerms;

    public sealed record StopLoss(RobinhoodSize Size, decimal StopPrice) : RobinhoodOrderTerms;

    public sealed record StopLimit(RobinhoodSize Size, decimal Price, decimal StopPrice) : RobinhoodOrderTerms;
}

/// <summary>An order to place.</summary>
/// <param name="TimeInForce">gtc, gfd, gfw or gfm; null leaves it out, as version 1 wants for limit orders, and market orders always.</param>
public sealed record RobinhoodOrderRequest(ClientOrderId ClientOrderId, Symbol Symbol, OrderSide Side, RobinhoodOrderTerms Terms, string? TimeInForce = null)
{
    /// <summary>The JSON text, made once: what is signed is what is sent. Amounts are texts in plain notation.</summary>
    public string ToJson()
    {
        var (type, size, price, stop) = Parts();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("client_order_id", ClientOrderId.ToString());
            json.WriteString("side", Side == OrderSide.Buy ? "buy" : "sell");
            json.WriteString("type", type);
            json.WriteString("symbol", Symbol.Value);
            json.WriteStartObject(type + "_order_config");
            if (size is RobinhoodSize.Quote quote) json.WriteString("quote_amount", Plain(quote.Amount));
            else json.WriteString("asset_quantity", Plain(((RobinhoodSize.Asset)size).Quantity));
            if (price is { } limit) json.WriteString("limit_price", Plain(limit));
            if (stop is { } at) json.WriteString("stop_price", Plain(at));
            if (TimeInForce is { } force && type != "market") json.WriteString("time_in_force", force);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private (string Type, RobinhoodSize Size, decimal? Price, decimal? Stop) Parts() => Terms switch
    {
        RobinhoodOrderTerms.Market market => ("market", new RobinhoodSize.Asset(market.Quantity), null, null),
        RobinhoodOrderTerms.Limit limit => ("limit", limit.Size, limit.Price, null),
        RobinhoodOrderTerms.StopLoss loss => ("stop_loss", loss.Size, null, loss.StopPrice),
        RobinhoodOrderTerms.StopLimit both => ("stop_limit", both.Size, both.Price, both.StopPrice),
        _ => throw new InvalidOperationException($"{Terms} is no type of order"),
    };

    private static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}

/// <summary>What became of one placement: the one table of it.</summary>
public abstract record RobinhoodPlacement
{
    private RobinhoodPlacement() { }

    /// <summary>The order exists; it may already be filled, or have failed.</summary>
    public sealed record Placed(RobinhoodOrder Order) : RobinhoodPlacement;

    /// <summary>A definite refusal, or nothing was sent at all: no order exists.</summary>
    public sealed record Refused(RobinhoodError Error) : RobinhoodPlacement;

    /// <summary>An order may exist: look for it.</summary>
    public sealed record Unknown(string Cause) : RobinhoodPlacement;
}
