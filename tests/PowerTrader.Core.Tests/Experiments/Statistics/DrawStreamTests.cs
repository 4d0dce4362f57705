using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Tests.Experiments.Statistics;

public class DrawStreamTests
{
    [Fact]
    public void Next_SameSeedPurposeAndRun_IsTheSame()
    {
        Draws(1, "a", 0).ShouldBe(Draws(1, "a", 0));
        Draws(1, "a", 0).ShouldNotBe(Draws(2, "a", 0));
        Draws(1, "a", 0).ShouldNotBe(Draws(1, "b", 0));
        Draws(1, "a", 0).ShouldNotBe(Draws(1, "a", 1));
    }

    [Fact]
    public void Next_ManyDraws_FillTheRangeEvenly()
    {
        var (counts, stream) = (new int[10], new DrawStream(7, "even"));
        for (var i = 0; i < 100_000; i++) counts[stream.Next(10)]++;

        // Of 10,000 expected each; the chi square of nine degrees is above 33.7 once in ten thousand seeds, and this seed is fixed.
        counts.Sum(count => (count - 10_000d) * (count - 10_000d) / 10_000).ShouldBeLessThan(33.7);
        Enumerable.Range(0, 100_000).Average(_ => stream.Next()).ShouldBe(0.5, 0.005);
        new DrawStream(1, "one").Next(1).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => stream.Next(0));
    }

    [Fact]
    public void Next_FirstDrawOfManyRuns_IsSpreadToo() =>
        // Streams of neighbouring runs must not begin alike.
        Enumerable.Range(0, 10_000).Average(run => new DrawStream(1, "runs", run).Next()).ShouldBe(0.5, 0.015);

    private static double[] Draws(long seed, string purpose, long run)
    {
        var stream = new DrawStream(seed, purpose, run);
        return [stream.Next(), stream.Next(), stream.Next()];
    }
}
