using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Drift;

/// <summary>A portfolio's past out of fills, ledger, closed deals and audit, as far back as the deals of a day go.</summary>
public sealed record BookPast(PortfolioHead Head, IReadOnlyList<LedgerEntry> Ledger, IReadOnlyList<Fill> Fills, IReadOnlyDictionary<long, Deal> Deals, IReadOnlyList<AuditEntry> Audit)
{
    /// <summary>Clocks of venues may be behind by so much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>Nothing of the coin was held before.</summary>
    public IReadOnlyDictionary<Symbol, DateTimeOffset> Since { get; init; } = new Dictionary<Symbol, DateTimeOffset>();

    /// <summary>Purchase value of the lots today.</summary>
    public IReadOnlyDictionary<Symbol, Money> Values { get; init; } = new Dictionary<Symbol, Money>();

    /// <summary>Oldest first; empty where the rules have no versions.</summary>
    public IReadOnlyList<SettingsVersion> Versions { get; init; } = [];

    /// <param name="book">As it is now.</param>
    public static async Task<BookPast> ReadAsync(ITableStore tables, PortfolioBook book, RecordedDay day, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(day);
        var store = new PortfolioStore(tables);
        var (head, partition) = (book.Head, book.Key.ToString());
        var later = await RecordedDay.BetweenAsync<Fill>(tables, Names.Fills, partition, day.Start, DateTimeOffset.MaxValue, cancellationToken);
        var deals = new Dictionary<long, Deal>();
        var since = new Dictionary<Symbol, DateTimeOffset>();
        void Know(Symbol coin, Deal deal)
        {
            deals[deal.Number] = deal;
            if (!since.TryGetValue(coin, out var known) || deal.OpenedAt < known) since[coin] = deal.OpenedAt;
        }
        foreach (var state in head.Symbols.Select(book.SymbolOf))
        {
            if (state.Deal is { } deal) Know(state.Symbol, deal);
            if (state.Dust is { } dust) Know(state.Symbol, dust);
        }
        foreach (var (number, coin) in later.Select(fill => (fill.Deal, fill.Symbol)).Distinct())
        {
            if (!deals.ContainsKey(number) && await store.GetClosedDealAsync(book.Key, number, cancellationToken) is { } closed) Know(coin, closed.Deal);
        }
        foreach (var coin in head.Symbols) since[coin] = (since.TryGetValue(coin, out var opened) && opened < day.Start ? opened : day.Start) - Skew;
        var from = since.Values.DefaultIfEmpty(day.Start).Min();
        var earlier = from < day.Start ? await RecordedDay.BetweenAsync<Fill>(tables, Names.Fills, partition, from, day.Start, cancellationToken) : [];
        return new BookPast(
            head, await store.ReadSinceAsync<LedgerEntry>(book.Key, "ledger", head.LedgerSequence, from, entry => entry.Time, cancellationToken), [.. earlier, .. later], deals,
            await store.ReadSinceAsync<AuditEntry>(book.Key, "audit", head.AuditSequence, day.Start, entry => entry.Time, cancellationToken))
        {
            Since = since,
            Values = head.Symbols.ToDictionary(coin => coin, coin => book.LotsOf(coin).Aggregate(Money.Zero, (sum, lot) => sum + lot.Value)),
            Versions = await new SettingsStore(tables).ListAsync(book.Key, cancellationToken),
        };
    }

    internal Dictionary<Symbol, CoinPast> Coins()
    {
        var fills = new Dictionary<long, Fill>();
        foreach (var fill in Fills) fills[fill.Sequence] = fill;
        return Head.Symbols.ToDictionary(coin => coin, coin => CoinPast.Of(coin, Ledger, fills, Since[coin], Values[coin]));
    }

    /// <summary>Whether every version in force that day traded the coin: one that came or went in it is not judged.</summary>
    internal bool WasConfigured(Symbol coin, DateTimeOffset end) =>
        !Head.Leaving.Contains(coin) && Versions.Where((version, i) => version.Time < end && (i + 1 == Versions.Count || Versions[i + 1].Time >= end.AddDays(-1)))
            .All(version => TraderSettings.Parse(version.Text, $"settings version {version.Number}").Coins.Any(traded => traded.Base == coin.Base));

    /// <summary>The settings version of new deals at an instant.</summary>
    internal int VersionAt(DateTimeOffset time) => Versions.LastOrDefault(version => version.Time <= time)?.Number ?? Head.SettingsVersion;
}
