using System.Globalization;
using System.Net;
using System.Web;

namespace PowerTrader.Testing;

/// <summary>Answers Coinbase Exchange's public protocol as documented: bare data, both ends of a range counted in, more than 300 rows refused, a User-Agent asked for.</summary>
/// <remarks>Hour <c>n</c> since the epoch opens at 100 + n mod 7, closes one higher, and has volume 2; a day is the sum of its hours.</remarks>
public sealed class CoinbaseVenue(TimeProvider time) : HttpMessageHandler
{
    private const int MaxRows = 300;

    private const string Product =
        """{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01","base_increment":"0.00000001","min_market_funds":"1","status":"online","trading_disabled":false,"cancel_only":false,"post_only":false}""";

    /// <summary>Hours in which nothing traded.</summary>
    public HashSet<DateTimeOffset> Silent { get; } = [];

    /// <summary>Answers that come before the sound ones.</summary>
    public Queue<(HttpStatusCode Status, string Body)> Faults { get; } = new();

    public List<string> Requests { get; } = [];

    /// <summary>The candle of a whole hour: open, high, low, close.</summary>
    public static (decimal Open, decimal High, decimal Low, decimal Close) Hour(DateTimeOffset open)
    {
        var price = 100 + open.ToUnixTimeSeconds() / 3600 % 7;
        return (price, price + 2, price - 1, price + 1);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        Requests.Add(uri.PathAndQuery);
        var (status, body) = Faults.Count > 0 ? Faults.Dequeue() : Answer(request, uri);
        return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }

    private (HttpStatusCode, string) Answer(HttpRequestMessage request, Uri uri)
    {
        if (request.Headers.UserAgent.Count == 0) return (HttpStatusCode.BadRequest, """{"message":"User-Agent header is required."}""");
        return uri.AbsolutePath switch
        {
            "/time" => (HttpStatusCode.OK, FormattableString.Invariant($$"""{"iso":"{{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}}","epoch":{{time.GetUtcNow().ToUnixTimeSeconds()}}.0}""")),
            "/products" => (HttpStatusCode.OK, $"[{Product}]"),
            "/products/BTC-USD/ticker" => (HttpStatusCode.OK, FormattableString.Invariant(
                $$"""{"ask":"103.02","bid":"103.01","volume":"5","trade_id":1,"price":"103.02","size":"0.5","time":"{{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}}"}""")),
            "/products/BTC-USD/book" => (HttpStatusCode.OK, FormattableString.Invariant(
                $$"""{"bids":[["103.01","2.5",3]],"asks":[["103.02","1.5",2]],"sequence":1,"auction_mode":false,"time":"{{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ}}"}""")),
            "/products/BTC-USD/candles" => Candles(HttpUtility.ParseQueryString(uri.Query)),
            _ => (HttpStatusCode.NotFound, """{"message":"NotFound"}"""),
        };
    }

    private (HttpStatusCode, string) Candles(System.Collections.Specialized.NameValueCollection query)
    {
        var length = long.Parse(query["granularity"]!, CultureInfo.InvariantCulture);
        var start = DateTimeOffset.Parse(query["start"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var end = DateTimeOffset.Parse(query["end"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        if ((end - start) / length >= MaxRows)
            return (HttpStatusCode.BadRequest, """{"message":"granularity too small for the requested time range. Count of aggregations requested exceeds 300"}""");
        var rows = new List<string>();
        for (var open = end / length * length; open >= start - length; open -= length)
        {
            if (Row(DateTimeOffset.FromUnixTimeSeconds(open), length) is { } row) rows.Add(row);
        }
        return (HttpStatusCode.OK, $"[{string.Join(',', rows)}]");
    }

    private string? Row(DateTimeOffset open, long length)
    {
        var now = time.GetUtcNow();
        var hours = Enumerable.Range(0, (int)(length / 3600)).Select(hour => open.AddHours(hour)).Where(hour => hour < now && !Silent.Contains(hour)).ToList();
        if (hours.Count == 0) return null;
        var (low, high) = (hours.Min(hour => Hour(hour).Low), hours.Max(hour => Hour(hour).High));
        return FormattableString.Invariant($"[{open.ToUnixTimeSeconds()},{low},{high},{Hour(hours[0]).Open},{Hour(hours[^1]).Close},{2 * hours.Count}]");
    }
}
