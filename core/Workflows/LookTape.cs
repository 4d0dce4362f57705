using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>Which minutes the gate looked at, and what it saw: one small row a minute for all portfolios of the market, in the batch that counts the tick.</summary>
/// <param name="coins">Pairs of the executing venue.</param>
public sealed class LookTape(MarketViews views, IReadOnlyList<Symbol> coins)
{
    /// <param name="due">When the tick was due.</param>
    internal TableRow RowOf(string partition, DateTimeOffset due, DateTimeOffset now)
    {
        var texts = new List<string>(coins.Count);
        foreach (var coin in coins)
        {
            if (views.QuotesOf(coin) is var (signal, execution)) texts.Add(CoinLook.Text(coin, execution.Bid.Value, execution.Ask.Value, signal.Mid, now - signal.VenueTime));
        }
        return CoinLook.Row(partition, due, string.Join(' ', texts));
    }
}
