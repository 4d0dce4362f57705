using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Tests.Experiments.Statistics;

public class BacktestOverfittingTests
{
    [Fact]
    public void Probability_EachGoodInOneHalf_IsOne()
    {
        // A wins in the first half and loses in the second, B the other way round. Whichever half is looked at, its winner is the last of two in the other:
        // rank 1 ÷ 3, logit ln ½.
        var result = BacktestOverfitting.Of([[1, 3, -1, -3], [-1, -3, 1, 3]], 2);

        (result.Probability, result.LossShare, result.Splits, result.BlockPeriods).ShouldBe((1, 1, 2, 2));
        result.Logits.Lowest.ShouldBe(-Math.Log(2), 1e-12);
        result.Logits.Highest.ShouldBe(-Math.Log(2), 1e-12);
    }

    [Fact]
    public void Probability_OneAlwaysBetter_IsNought()
    {
        // Rank 2 ÷ 3 outside, whichever way the four blocks are halved (6 ways): logit ln 2. The first return is left over and cut off.
        var result = BacktestOverfitting.Of([[-9, 1, 2, 1, 2, 1, 2, 1, 2], [9, -1, -2, -1, -2, -1, -2, -1, -2]], 4);

        (result.Probability, result.LossShare, result.Splits).ShouldBe((0, 0, 6));
        result.Logits.Mean.ShouldBe(Math.Log(2), 1e-12);
    }

    [Fact]
    public void Probability_AllAlike_LiesInTheMiddle()
    {
        // Three of the same share the ranks 1 to 3: 2 ÷ 4, logit 0, which counts as overfit.
        var result = BacktestOverfitting.Of([[1, 2, 1, 2], [1, 2, 1, 2], [1, 2, 1, 2]], 2);

        (result.Probability, result.Logits.Mean).ShouldBe((1, 0));
        result.Slope.ShouldBeNull();
    }

    [Fact]
    public void Probability_NoiseAndSkill_AreToldApart()
    {
        // Of noise, the winner of one half is as good as any in the other: a half on average over searches. A trial with a true ratio of ½ is found.
        double[] noise = [.. Enumerable.Range(0, 40).Select(search => BacktestOverfitting.Of(Trials(search, 0), 8).Probability)];
        double[] skill = [.. Enumerable.Range(0, 10).Select(search => BacktestOverfitting.Of(Trials(search, 0.5), 8).Probability)];

        noise.Average().ShouldBe(0.5, 0.12);
        skill.Average().ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Of_StoppedOrUnsound_SaysSo()
    {
        Should.Throw<OperationCanceledException>(() => BacktestOverfitting.Of(Trials(1, 0), 8, new CancellationToken(true)));
        Should.Throw<ArgumentException>(() => BacktestOverfitting.Of(Trials(1, 0), 7)).Message.ShouldContain("7 blocks cannot be halved");
        Should.Throw<ArgumentException>(() => BacktestOverfitting.Of([[1, 2]], 2)).Message.ShouldContain("at least 2");
        Should.Throw<ArgumentException>(() => BacktestOverfitting.Of([[1, 2], [1]], 2)).Message.ShouldContain("not of the same periods");
        Should.Throw<ArgumentException>(() => BacktestOverfitting.Of([[1, 2], [1, 2]], 2)).Message.ShouldContain("give 4 or more");
    }

    /// <summary>20 trials of 240 even draws with the deviation 1; the first one's mean is its skill.</summary>
    private static List<IReadOnlyList<double>> Trials(int search, double skill) =>
    [
        .. Enumerable.Range(0, 20).Select(IReadOnlyList<double> (trial) =>
        {
            var stream = new DrawStream(search, "noise", trial);
            return [.. Enumerable.Range(0, 240).Select(_ => (stream.Next() - 0.5) * Math.Sqrt(12) + (trial == 0 ? skill : 0))];
        }),
    ];
}
