using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Reports;

/// <summary>Makes a report's source of a stored portfolio: paper, shadow or live.</summary>
public static class StoredSource
{
    private const int MostForecasts = 2000;

    /// <param name="work">Loaded; its first portfolio is the one that is reported.</param>
    public static async Task<ReportSource> ReadAsync(TraderWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var book = await work.BookAsync(cancellationToken);
        var feeRate = work.Kernel.CostsOf(book).FeeRate;
        var read = await StoredPerformance.ReadAsync(work.Ports.Tables, book.Key, work.Views.BidOf, feeRate, now, cancellationToken)
            ?? throw new CorruptException($"portfolio {book.Key} is not in the store");
        var (hour, coins) = (Timeframe.Hour1, new List<ReportCoin>());
        foreach (var symbol in read.Fills.Select(fill => fill.Symbol).Union(book.Head.Symbols))
        {
            var candles = await work.Candles.ReadAsync(symbol, hour, hour.OpenOf(book.Head.CreatedAt), cancellationToken);
            if (candles.Count > 0) coins.Add(new ReportCoin(symbol, hour, candles, await LevelsAsync(work, symbol, book.Head.CreatedAt, cancellationToken)));
        }
        var prices = coins.ToDictionary(coin => coin.Symbol, coin => coin.Candles);
        var marked = StoredMarks.WithHours(read with { Name = $"{book.Key} on {work.Market.Id}" }, prices, hour.Length(), feeRate);
        var input = coins.Count > 0 ? marked.WithCandles(prices, hour.Length(), feeRate) : marked;
        var performance = Performance.Of(input);
        var rivals = StoredRivals.Play(work.Settings, book.Head, input, performance, coins, cancellationToken);
        return new ReportSource(book.Head.Mode.ToString().ToLowerInvariant(), input, HonestOf(input, performance, rivals)) { Coins = coins, Rivals = rivals, Notes = [.. NotesOf(input, marked, read, rivals)] };
    }

    private static HonestFigures HonestOf(PerformanceInput input, PerformanceReport performance, IReadOnlyList<RivalRun> rivals)
    {
        var (money, end) = (performance.Money, performance.Period.End);
        return new HonestFigures(
            money.Final, money.Realised, money.Unrealised, performance.Risk.MaxDrawdown, money.LockedShare, performance.Exposure.HighestLocked,
            HonestFigures.ByAge([.. input.Open.Select(deal => (end - deal.OpenedAt, deal.Cost))], money.Final), decimal.Round((decimal)money.OldestOpenDays, 2), money.RefusedSteps,
            performance.Exposure.MeanLocked, money.HighestLocked, performance.Trades.Closed, performance.Trades.Won, [.. rivals.Select(rival => rival.Rival)]);
    }

    private static IEnumerable<string> NotesOf(PerformanceInput input, PerformanceInput marked, PerformanceInput read, IReadOnlyList<RivalRun> rivals)
    {
        if (input.Fills.Count == 0) yield return "Nothing was traded yet.";
        yield return ReferenceEquals(marked.Marks, read.Marks)
            ? "Equity is known at the close of each UTC day and now: falls and locked capital between them are not seen."
            : "Equity between the closes of UTC days is made of the fills and the hourly candles: falls inside an hour are not seen.";
        if (rivals.Count > 0) yield return "The rivals are backtests over the stored hourly candles, with the settings and costs of now; they begin with the money of the start.";
    }

    private static async Task<IReadOnlyList<ForecastLevel>> LevelsAsync(TraderWork work, Symbol symbol, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var levels = new List<ForecastLevel>();
        foreach (var timeframe in Timeframes.All)
        {
            var own = new List<ForecastLevel>();
            // Newest first: what is older than the portfolio ends it.
            await foreach (var row in work.Ports.Tables.ReadAllAsync(new TableQuery(Names.Forecasts, ForecastFlow.Partition(work.Market.Id, symbol, timeframe)), cancellationToken))
            {
                var forecast = Wire.Read<ForecastRecord>(row.Json).Forecast;
                if (forecast is { Low: { } low, High: { } high }) own.Add(new ForecastLevel(forecast.CandleOpen, timeframe, low, high));
                if (forecast.CandleOpen < since || own.Count == MostForecasts) break;
            }
            levels.AddRange(Enumerable.Reverse(own));
        }
        return levels;
    }
}
