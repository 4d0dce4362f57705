namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>A request taken apart.</summary>
internal sealed class RobinhoodWireCall
{
    private readonly List<(string Name, string Value)> query = [];

    public RobinhoodWireCall(VenueRequest request)
    {
        Request = request;
        var parts = request.PathAndQuery.Split('?', 2);
        foreach (var pair in parts.Length == 2 ? parts[1].Split('&') : [])
        {
            var halves = pair.Split('=', 2);
            query.Add((halves[0], halves.Length == 2 ? Uri.UnescapeDataString(halves[1]) : ""));
        }
        // Without the slash at the end there is no such path.
        var path = parts[0].Split('/');
        if (path is not ["", "api", "v1" or "v2", "crypto", .. var rest, ""]) return;
        Version = path[2] == "v1" ? 1 : 2;
        Rest = rest;
    }

    public VenueRequest Request { get; }

    /// <summary>Zero where the path is none.</summary>
    public int Version { get; }

    /// <summary>What follows <c>crypto</c>.</summary>
    public string[] Rest { get; } = [];

    public bool NeedsAccount => Rest is ["trading", "holdings"] or ["trading", "orders"] or ["trading", "orders", _];

    public VenueCall Kind => (Request.Method, Rest) switch
    {
        ("POST", ["trading", "orders"]) => VenueCall.Place,
        ("POST", _) => VenueCall.Cancel,
        (_, ["trading", "accounts"]) => VenueCall.Account,
        (_, ["trading", "trading_pairs"]) => VenueCall.Instruments,
        (_, ["trading", "holdings"]) => VenueCall.Balances,
        (_, ["marketdata", "best_bid_ask"]) => VenueCall.Quote,
        (_, [_, "estimated_price"]) => VenueCall.Fees,
        (_, ["trading", "orders"]) when Query("state") is not null => VenueCall.OpenOrders,
        (_, ["trading", "orders"]) when Query("updated_at_start") is not null => VenueCall.Fills,
        _ => VenueCall.FindOrder,
    };

    public string? Query(string name) => query.Find(each => each.Name == name).Value;

    public IReadOnlyList<string> Queries(string name) => [.. query.Where(each => each.Name == name).Select(each => each.Value)];

    /// <summary>Path and query with one value set anew.</summary>
    public string With(string name, string value) =>
        Request.Path + "?" + string.Join('&', query.Where(each => each.Name != name).Append((Name: name, Value: value)).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}"));
}
