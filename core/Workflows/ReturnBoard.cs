using System.Collections.Concurrent;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Workflows;

/// <summary>Volatility of every coin of a market and how much each two move together: a pure function of the stored hours, computed when a new one is stored, kept in memory.</summary>
/// <remarks>Writing belongs to one work at a time; <see cref="Of"/> may be asked from anywhere.</remarks>
public sealed class ReturnBoard(CandleStore candles)
{
    /// <summary>A year, and the hour before it.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(366);

    private readonly Dictionary<Symbol, ReturnWindow> windows = [];
    private readonly ConcurrentDictionary<Symbol, CoinMeasures> measures = [];
    private readonly ConcurrentDictionary<Symbol, bool> changed = [];

    public CoinMeasures Of(Symbol symbol) => measures.GetValueOrDefault(symbol, CoinMeasures.None);

    /// <summary>Reads the coins' stored hours, so that a restart decides on the same figures.</summary>
    public async Task LoadAsync(IEnumerable<Symbol> symbols, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        foreach (var symbol in symbols)
        {
            if (await candles.NewestAsync(symbol, Timeframe.Hour1, cancellationToken) is { } newest) await FollowAsync(symbol, newest, cancellationToken);
        }
    }

    /// <summary>Takes in what was stored since it last looked; nothing where that is known.</summary>
    /// <param name="newest">Open of the newest stored hour.</param>
    public async Task FollowAsync(Symbol symbol, DateTimeOffset newest, CancellationToken cancellationToken)
    {
        var anew = changed.TryRemove(symbol, out _) || !windows.ContainsKey(symbol);
        if (!anew && windows[symbol].Newest >= newest) return;
        var window = anew ? new ReturnWindow() : windows[symbol];
        foreach (var candle in await candles.ReadAsync(symbol, Timeframe.Hour1, window.Newest ?? newest - Reach, cancellationToken)) window.Add(candle);
        windows[symbol] = window;
        Measure(symbol);
    }

    /// <summary>The coin's figures, and those of the others that it has a part in.</summary>
    private void Measure(Symbol symbol)
    {
        var own = new Dictionary<Symbol, decimal>();
        foreach (var (other, window) in windows)
        {
            if (other == symbol || Correlation.Of(windows[symbol], window) is not { } correlation) continue;
            own[other] = correlation;
            var theirs = Of(other);
            measures[other] = theirs with { Correlations = new Dictionary<Symbol, decimal>(theirs.Correlations) { [symbol] = correlation } };
        }
        measures[symbol] = new CoinMeasures(windows[symbol].VolatilityRatio(), own);
    }

    /// <summary>Stored hours of the coin have changed: they are read anew before the next tick decides. Until then the old figures hold.</summary>
    public void Forget(Symbol symbol) => changed[symbol] = true;
}
