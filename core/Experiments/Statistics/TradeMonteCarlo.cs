namespace PowerTrader.Core.Experiments.Statistics;

/// <summary>How else the same deals could have gone: their order shuffled or drawn anew, some of them missed, their costs worse.</summary>
/// <remarks>Source: R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008; B. Efron, Bootstrap methods, Annals of Statistics 7, 1979 (drawing with replacement).</remarks>
public sealed record TradeMonteCarlo
{
    public int Runs { get; init; } = 2000;

    public long Seed { get; init; } = 1;

    /// <summary>True draws as many deals with replacement: the end varies too. False shuffles them: only the way there varies.</summary>
    public bool WithReplacement { get; init; } = true;

    /// <summary>Probability that a deal is missed, its order having not been filled; 0 to below 1.</summary>
    public double MissShare { get; init; }

    /// <summary>Most that worse fills take from a deal, as a fraction of the account; each deal loses an even draw from 0 to it.</summary>
    public double WorseFills { get; init; }

    /// <param name="returns">Of each closed deal, as a fraction of the account when it was opened: compounded one after the other. None is below −1.</param>
    /// <exception cref="ArgumentException">There is no deal, or an option cannot be used; the message names it.</exception>
    public TradeMonteCarloResult Run(IReadOnlyList<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        Check(returns);
        var (growths, falls) = (new double[Runs], new double[Runs]);
        var order = new double[returns.Count];
        for (var run = 0; run < Runs; run++)
        {
            var draws = new DrawStream(Seed, "trades", run);
            Draw(draws, returns, order);
            (growths[run], falls[run]) = Walk(draws, order);
        }
        return new TradeMonteCarloResult(
            Runs, returns.Count, Distribution.Of(growths), Distribution.Of(falls), (double)growths.Count(growth => growth < 1) / Runs);
    }

    private void Draw(DrawStream draws, IReadOnlyList<double> returns, double[] order)
    {
        for (var i = 0; i < order.Length; i++) order[i] = WithReplacement ? returns[draws.Next(order.Length)] : returns[i];
        if (WithReplacement) return;
        // Fisher and Yates: every order is equally likely.
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = draws.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    private (double Growth, double Fall) Walk(DrawStream draws, double[] order)
    {
        double growth = 1, peak = 1, fall = 0;
        foreach (var one in order)
        {
            if (MissShare > 0 && draws.Next() < MissShare) continue;
            growth *= Math.Max(0, 1 + one - (WorseFills > 0 ? WorseFills * draws.Next() : 0));
            peak = Math.Max(peak, growth);
            fall = Math.Max(fall, (peak - growth) / peak);
        }
        return (growth, fall);
    }

    private void Check(IReadOnlyList<double> returns)
    {
        if (returns.Count == 0) throw new ArgumentException("there is no closed deal to draw from: run over a longer time", nameof(returns));
        if (returns.FirstOrDefault(one => !(one >= -1), 0) is var lost && !(lost >= -1)) throw new ArgumentException($"a deal returned {lost}: no deal loses more than the account (−1)", nameof(returns));
        if (Runs < 1) throw new ArgumentException($"{nameof(Runs)} {Runs} is out of range: use 1 or more, for example 2000");
        if (!(MissShare >= 0 && MissShare < 1)) throw new ArgumentException($"{nameof(MissShare)} {MissShare} is out of range: use 0 to below 1, for example 0.05");
        if (!(WorseFills >= 0 && WorseFills < 1)) throw new ArgumentException($"{nameof(WorseFills)} {WorseFills} is out of range: use 0 to below 1, for example 0.0002");
    }
}

/// <param name="Growth">What one unit of money became.</param>
/// <param name="MaxDrawdown">Between closed deals, as a fraction: what happened inside a deal is not in it, so the account's own drawdown is at least as deep.</param>
/// <param name="LossShare">Runs that ended below where they began.</param>
public sealed record TradeMonteCarloResult(int Runs, int Trades, Distribution Growth, Distribution MaxDrawdown, double LossShare);
