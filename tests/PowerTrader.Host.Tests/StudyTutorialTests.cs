using System.Text.RegularExpressions;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>The commands of the tutorial on studies do what it says: each line of its blocks is run, in order, on made-up candles.</summary>
public sealed partial class StudyTutorialTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task Studies_EveryCommand_Runs()
    {
        trader.File("kucoin_BTC-USDT_1h.csv", StudyCandles.Waves(2400));
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "tutorial.md"), TestContext.Current.CancellationToken);
        var section = text[text.IndexOf("## Studies", StringComparison.Ordinal)..];
        var commands = Command().Matches(section).Select(match => match.Groups[1].Value).ToList();

        commands.Count.ShouldBeGreaterThan(4);
        foreach (var command in commands)
        {
            // Files lie where the test puts them.
            string[] words = [.. command.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => FileName().IsMatch(word) ? Path.Combine(trader.Data, word) : word)];
            var outcome = await Trader.RunAsync(words);
            outcome.ExitCode.ShouldBe(0, $"{command}\n{outcome.Error}");
            outcome.Output.ShouldContain("locked", Case.Insensitive, command);
        }
    }

    [GeneratedRegex("^powertrader (.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^[\w-]+\.(csv|job|tape)$")]
    private static partial Regex FileName();
}
