namespace PowerTrader.Core.Analytics;

/// <summary>Takes a result apart: by cause, by coin and by rule. See <see cref="Attribution"/> for the definitions.</summary>
public static class Attributor
{
    /// <param name="fills">Ascending; each of a coin that has a window, and within it.</param>
    /// <exception cref="ArgumentException">A fill has no window, lies outside it, or sells more than is held; the message names it.</exception>
    public static AttributionReport Of(IReadOnlyList<TradeFill> fills, IReadOnlyList<CoinWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(fills);
        ArgumentNullException.ThrowIfNull(windows);
        var byCoin = fills.ToLookup(fill => fill.Symbol);
        var known = windows.Select(window => window.Symbol).ToHashSet();
        if (fills.FirstOrDefault(fill => !known.Contains(fill.Symbol)) is { } strange)
            throw new ArgumentException($"{strange.Symbol} was traded at {strange.Time:u} and has no first and last price: add its window", nameof(windows));
        var rules = new RuleBook();
        var coins = new List<CoinAttribution>();
        foreach (var window in windows.OrderBy(window => window.Symbol))
        {
            var own = byCoin[window.Symbol].ToList();
            var parts = OfCoin(own, window);
            coins.Add(new CoinAttribution(window.Symbol.Value, parts, parts.Total, own.Count));
            rules.Book(own, window);
        }
        var total = coins.Aggregate(Attribution.None, (sum, coin) => sum + coin.Parts);
        return new AttributionReport(total, total.Total, coins, rules.Purchases, rules.Sales);
    }

    private static Attribution OfCoin(IReadOnlyList<TradeFill> fills, CoinWindow window)
    {
        var walk = new Walk(window);
        foreach (var fill in fills) walk.Take(fill);
        return walk.End();
    }

    /// <summary>One coin's position from fill to fill.</summary>
    private sealed class Walk(CoinWindow window)
    {
        private decimal held = window.OpeningQuantity;
        private DateTimeOffset since = window.Start;
        private decimal spellStart = window.FirstPrice;
        private decimal heldTime;
        private decimal area;
        private decimal spells;
        private decimal gross = -window.OpeningQuantity * window.FirstPrice;
        private decimal timing;
        private decimal costs;

        public void Take(TradeFill fill)
        {
            if (fill.Time < since || fill.Time > window.End)
                throw new ArgumentException($"the fill of {fill.Symbol} at {fill.Time:u} is not within {since:u} and {window.End:u}: give fills of the period in their order", nameof(fill));
            Pass(fill.Time);
            var arrival = fill.ArrivalPrice ?? fill.DecisionPrice ?? fill.Price;
            var decision = fill.DecisionPrice ?? arrival;
            gross -= fill.Signed * decision;
            // Rounded once and taken off the rest: together the two are the whole shortfall, whatever digits the arrival price has.
            var delay = decimal.Round(fill.Signed * (arrival - decision), 12);
            timing -= delay;
            costs -= fill.Signed * (fill.Price - decision) - delay + fill.Fee;
            var before = held;
            held += fill.Signed;
            if (held < 0) throw new ArgumentException($"{fill.Quantity} {fill.Symbol} are sold at {fill.Time:u} and {before} are held: give the opening quantity", nameof(fill));
            if (before == 0) spellStart = decision;
            if (held == 0) spells += decision - spellStart;
        }

        public Attribution End()
        {
            Pass(window.End);
            if (held > 0) spells += window.LastPrice - spellStart;
            gross += held * window.LastPrice;
            costs += window.ClosingValue - held * window.LastPrice;
            var length = Hours(window.End - window.Start);
            var passive = length > 0 ? decimal.Round(area / length * (window.LastPrice - window.FirstPrice), 12) : 0;
            var even = heldTime > 0 ? decimal.Round(area / heldTime * spells, 12) : 0;
            return new Attribution(passive, even - passive, gross - even, timing, costs);
        }

        private void Pass(DateTimeOffset until)
        {
            var hours = Hours(until - since);
            area += held * hours;
            if (held > 0) heldTime += hours;
            since = until;
        }

        private static decimal Hours(TimeSpan span) => span.Ticks / (decimal)TimeSpan.TicksPerHour;
    }
}
