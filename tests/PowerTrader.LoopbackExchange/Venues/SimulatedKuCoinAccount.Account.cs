using System.Collections.Specialized;
using System.Text.Json.Nodes;
using PowerTrader.Core.Markets;

namespace PowerTrader.LoopbackExchange.Venues;

public sealed partial class SimulatedKuCoinAccount
{
    private readonly HashSet<string> tokens = [];
    private (TimeSpan Timeout, string Symbols, DateTimeOffset Triggers)? deadMan;
    private Uri? streams;
    private int issued;

    public void ServeStreamsAt(Uri address) => streams = address;

    public bool TakeToken(string token)
    {
        lock (gate) return tokens.Remove(token);
    }

    public IServedStream OpenStream(string connectId, Action<string> send) => new SimulatedKuCoinStream(venue, connectId, send);

    private VenueReply Account(VenueRequest request, NameValueCollection query) => request.Path switch
    {
        "/api/v1/accounts" => Data(new JsonArray([.. Accounts()])),
        "/api/v1/base-fee" => Data(Rates(null)),
        "/api/v1/trade-fees" => Data(new JsonArray([.. (query["symbols"] ?? "").Split(',').Select(Rates)])),
        "/api/v1/bullet-private" => Bullet(),
        _ => Data(new JsonObject
        {
            ["remark"] = "powertrader",
            ["apiKey"] = Options.Key,
            ["apiVersion"] = Options.Version,
            ["permission"] = Options.Permission,
            ["ipWhitelist"] = "",
            ["createdAt"] = 1728443843000,
            ["uid"] = 165111215,
            ["isMaster"] = true,
        }),
    };

    private IEnumerable<JsonNode> Accounts()
    {
        if (Options.InMainAccount > 0) yield return Row("USDT", "main", Options.InMainAccount, 0);
        foreach (var balance in venue.Balances())
        {
            var aside = Options.SplitsAccounts ? Math.Floor(balance.Free / 3) : 0;
            yield return Row(balance.Coin, Options.SplitsAccounts ? "trade_hf" : "trade", balance.Total - aside, balance.Held);
            if (aside > 0) yield return Row(balance.Coin, "trade", aside, 0);
        }
    }

    private static JsonObject Row(string coin, string type, decimal total, decimal held) => new()
    {
        ["id"] = $"{type}-{coin}",
        ["currency"] = coin,
        ["type"] = type,
        ["balance"] = Text(total),
        ["available"] = Text(total - held),
        ["holds"] = Text(held),
    };

    private JsonObject Rates(string? symbol)
    {
        var rates = new JsonObject { ["takerFeeRate"] = Text(venue.Options.TakerFee), ["makerFeeRate"] = Text(venue.Options.MakerFee) };
        if (symbol is not null) rates["symbol"] = symbol;
        return rates;
    }

    private VenueReply Bullet()
    {
        if (streams is null) return Refuse("404000", "Url Not Found");
        string token;
        lock (gate) tokens.Add(token = $"private+{++issued}/==");
        return Data(new JsonObject
        {
            ["token"] = token,
            ["instanceServers"] = new JsonArray(new JsonObject
            {
                ["endpoint"] = streams.ToString(),
                ["encrypt"] = false,
                ["protocol"] = "websocket",
                ["pingInterval"] = 18000,
                ["pingTimeout"] = 10000,
            }),
        });
    }

    private VenueReply DeadMan(VenueRequest request)
    {
        lock (gate)
        {
            if (request.Method == "POST")
            {
                var body = Body(request);
                var seconds = body["timeout"]!.GetValue<long>();
                if (seconds is not (-1 or (>= 5 and <= 86_400))) return Refuse("400100", "timeout must be -1 or 5 to 86400");
                deadMan = seconds == -1 ? null : (TimeSpan.FromSeconds(seconds), body["symbols"]?.GetValue<string>() ?? "", Now.AddSeconds(seconds));
            }
            var state = new JsonObject { ["currentTime"] = Now.ToUnixTimeSeconds(), ["triggerTime"] = (deadMan?.Triggers ?? Now).ToUnixTimeSeconds() };
            if (request.Method == "POST") return Data(state);
            if (deadMan is not { } set) return Data(null);
            state["timeout"] = (long)set.Timeout.TotalSeconds;
            state["symbols"] = set.Symbols;
            return Data(state);
        }
    }

    /// <summary>Whoever set it has been silent for too long: the next request finds its orders cancelled.</summary>
    private void FireDeadMan()
    {
        lock (gate)
        {
            if (deadMan is not { } set || Now < set.Triggers) return;
            deadMan = null;
            var symbols = set.Symbols.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Symbol.Parse).ToHashSet();
            foreach (var order in venue.OpenOrders().Where(order => symbols.Count == 0 || symbols.Contains(order.Ticket.Symbol))) venue.Cancel(order.VenueId);
        }
    }
}
