namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>How an account at KuCoin is used.</summary>
public sealed record KuCoinSpotOptions
{
    /// <summary>The coin that is the portfolio's cash.</summary>
    public string Quote { get; init; } = "USDT";

    public SpotApi Api { get; init; } = SpotApi.Hf;

    /// <summary>How far back fills and ended orders are looked for at most; the venue keeps neither for ever.</summary>
    public TimeSpan HistoryReach { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How much earlier than its sending an order may be dated: for the clocks, whose offset is known to less.</summary>
    public TimeSpan ClockMargin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>5 s in which the venue takes a signature and an order, 5 s for the clocks, and 5 s until an accepted order is in every list.</summary>
    public TimeSpan ConclusiveAfter { get; init; } = TimeSpan.FromSeconds(15);
}
