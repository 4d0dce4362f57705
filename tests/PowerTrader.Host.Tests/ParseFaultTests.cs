using PowerTrader.Core.Settings;

namespace PowerTrader.Host.Tests;

/// <summary>A line that cannot be parsed: one fault, one line, with what to do.</summary>
public sealed class ParseFaultTests
{
    [Theory]
    [InlineData("fly", "'fly' is no verb; see 'powertrader --help'")]
    [InlineData("rnu", "'rnu' is no verb, did you mean 'run'?; see 'powertrader --help'")]
    [InlineData("run --nonsense", "'--nonsense' is no option of 'run'; see 'powertrader run --help'")]
    [InlineData("run --nonsense 3", "'--nonsense' is no option of 'run'; see 'powertrader run --help'")]
    [InlineData("run --speeed=3", "'--speeed' is no option of 'run', did you mean '--speed'?; see 'powertrader run --help'")]
    [InlineData("backtest --candels x", "'--candels' is no option of 'backtest', did you mean '--candles'?; see 'powertrader backtest --help'")]
    [InlineData("backtest --candles", "--candles needs a value; see 'powertrader backtest --help'")]
    [InlineData("explain", "WHAT is missing")]
    [InlineData("explain --nonsense", "'--nonsense' is no option of 'explain'; see 'powertrader explain --help'")]
    [InlineData("explain BTC ETH", "'ETH' is one argument too many for 'explain'")]
    [InlineData("run --seed 1 --seed 2", "--seed is given 2 times ('1', '2'); give it once")]
    [InlineData("config", "'config' needs one of show, check, schema, versions; see 'powertrader config --help'")]
    [InlineData("config shwo", "'shwo' is no verb, did you mean 'show'?; see 'powertrader config --help'")]
    public async Task Parse_OneFault_IsOneLine(string arguments, string expected)
    {
        var outcome = await Trader.RunAsync(arguments.Split(' '));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldStartWith(expected);
        outcome.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("run", "--data")]
    [InlineData("run", "--config")]
    [InlineData("train", "--data")]
    [InlineData("explain BTC", "--data")]
    [InlineData("halt", "--data")]
    [InlineData("orders", "--data")]
    [InlineData("doctor", "--data")]
    [InlineData("flows", "--data")]
    [InlineData("init", "--config")]
    [InlineData("config show", "--config")]
    [InlineData("backtest", "--candles")]
    public async Task Parse_EmptyPath_IsOneLine(string verb, string option)
    {
        var outcome = await Trader.RunAsync([.. verb.Split(' '), option, ""]);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"{option} '' must ");
        outcome.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parse_TwoFaults_AreTwoLines()
    {
        var outcome = await Trader.RunAsync("run", "--nonsense", "3", "--seed", "1", "--seed", "2");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("seed", "seed", 0)]
    [InlineData("sede", "seed", 1)]
    [InlineData("see", "seed", 1)]
    [InlineData("feed", "seed", 1)]
    [InlineData("", "seed", 4)]
    public void Distance_TwoWords_CountsChanges(string left, string right, int expected) => Spelling.Distance(left, right).ShouldBe(expected);
}
