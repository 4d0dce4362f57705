namespace PowerTrader.Core.Experiments.Statistics;

/// <summary>Probability that a search picked by luck: how often the best of one half of the time is below the middle in the other half.</summary>
/// <param name="Probability">Of backtest overfitting: share of the splits whose winner ranks at or below the median outside. 0.5 is what pure noise gives.</param>
/// <param name="Logits">ln(rank ÷ (1 − rank)) of the winners outside, rank as a share.</param>
/// <param name="Slope">Of the winners' ratio outside on their ratio inside: below 0, a better past made a worse future.</param>
/// <param name="LossShare">Splits whose winner had a negative ratio outside.</param>
/// <param name="Splits">Ways to choose half of the blocks.</param>
/// <param name="BlockPeriods">Returns in a block; what is left over is cut off at the old end.</param>
/// <remarks>
/// Combinatorially symmetric cross-validation: D. Bailey, J. Borwein, M. López de Prado and Q. Zhu, The Probability of Backtest Overfitting, Journal of
/// Computational Finance 20, 2017. The ratio is Sharpe's; equal ratios share their ranks.
/// </remarks>
public sealed record BacktestOverfitting(double Probability, Distribution Logits, double? Slope, double LossShare, int Splits, int Trials, int BlockPeriods)
{
    /// <summary>More would be over 184,756 splits.</summary>
    public const int MostBlocks = 20;

    /// <param name="trials">Returns of every set of parameters tried, of the same periods.</param>
    /// <param name="blocks">Even, 2 to 20; 16 is the paper's.</param>
    /// <exception cref="ArgumentException">The trials or the blocks cannot be used; the message says why.</exception>
    public static BacktestOverfitting Of(IReadOnlyList<IReadOnlyList<double>> trials, int blocks = 16, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trials);
        Check(trials, blocks);
        var size = trials[0].Count / blocks;
        BlockSums[] sums = [.. trials.Select(trial => new BlockSums(trial, blocks, size))];
        var (inside, outside) = (new double[sums.Length], new double[sums.Length]);
        var (logits, winnersInside, winnersOutside) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var split in Halves(blocks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < sums.Length; i++) (inside[i], outside[i]) = sums[i].Ratios(split);
            var winner = Array.IndexOf(inside, inside.Max());
            var rank = RankOf(outside, winner) / (sums.Length + 1);
            logits.Add(Math.Log(rank / (1 - rank)));
            winnersInside.Add(inside[winner]);
            winnersOutside.Add(outside[winner]);
        }
        return new BacktestOverfitting(
            (double)logits.Count(logit => logit <= 0) / logits.Count, Distribution.Of(logits), SlopeOf([.. winnersInside], [.. winnersOutside]),
            (double)winnersOutside.Count(ratio => ratio < 0) / logits.Count, logits.Count, sums.Length, size);
    }

    /// <summary>From 1, the worst, to the number of trials; equal ones share the mean of their ranks.</summary>
    private static double RankOf(double[] ratios, int winner)
    {
        var (below, equal) = (0, 0);
        foreach (var ratio in ratios)
        {
            if (ratio < ratios[winner]) below++;
            else if (ratio == ratios[winner]) equal++;
        }
        return below + (equal + 1) / 2d;
    }

    private static double? SlopeOf(double[] x, double[] y) =>
        Analytics.Sample.Spread(x) is { } spread ? Analytics.Sample.Covariance(x, y) / (spread * spread) : null;

    /// <summary>Every set of half of the blocks, as bits.</summary>
    private static IEnumerable<uint> Halves(int blocks)
    {
        for (uint set = 0; set < 1u << blocks; set++)
        {
            if (System.Numerics.BitOperations.PopCount(set) == blocks / 2) yield return set;
        }
    }

    private static void Check(IReadOnlyList<IReadOnlyList<double>> trials, int blocks)
    {
        if (blocks is < 2 or > MostBlocks || blocks % 2 != 0) throw new ArgumentException($"{blocks} blocks cannot be halved: use an even number from 2 to {MostBlocks}, for example 16", nameof(blocks));
        if (trials.Count < 2) throw new ArgumentException($"{trials.Count} trials are no search: give the returns of at least 2", nameof(trials));
        if (trials.FirstOrDefault(trial => trial.Count != trials[0].Count) is { } odd) throw new ArgumentException($"trials of {trials[0].Count} and {odd.Count} returns are not of the same periods", nameof(trials));
        if (trials[0].Count < 2 * blocks) throw new ArgumentException($"{trials[0].Count} returns are too few for {blocks} blocks: give {2 * blocks} or more, or use fewer blocks", nameof(trials));
    }

    /// <summary>Sums of returns and of their squares per block: a split's ratio is made of them without the returns.</summary>
    private sealed class BlockSums
    {
        private readonly double[] sums;
        private readonly double[] squares;
        private readonly int halfPeriods;

        public BlockSums(IReadOnlyList<double> returns, int blocks, int size)
        {
            (sums, squares, halfPeriods) = (new double[blocks], new double[blocks], blocks / 2 * size);
            var skipped = returns.Count - blocks * size;
            for (var i = 0; i < blocks * size; i++)
            {
                var one = returns[skipped + i];
                sums[i / size] += one;
                squares[i / size] += one * one;
            }
        }

        public (double Inside, double Outside) Ratios(uint split)
        {
            double sumIn = 0, sumOut = 0, squaresIn = 0, squaresOut = 0;
            for (var block = 0; block < sums.Length; block++)
            {
                if ((split >> block & 1) == 1) (sumIn, squaresIn) = (sumIn + sums[block], squaresIn + squares[block]);
                else (sumOut, squaresOut) = (sumOut + sums[block], squaresOut + squares[block]);
            }
            return (Ratio(sumIn, squaresIn), Ratio(sumOut, squaresOut));
        }

        private double Ratio(double sum, double squared)
        {
            var mean = sum / halfPeriods;
            var variance = (squared - sum * mean) / (halfPeriods - 1);
            // What is left of equal returns after rounding is no variance; a strategy that never moves is worth nothing either way.
            return variance > squared * 1e-14 ? mean / Math.Sqrt(variance) : 0;
        }
    }
}
