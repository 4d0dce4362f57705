using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>What a user may type after <c>cost</c>; the figures are the subject of <see cref="CostTests"/>.</summary>
public sealed class CostVerbTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Cost_FiveWrongOptions_NamesAllFive()
    {
        var outcome = await Trader.RunAsync("cost", "--tenants", "0", "--symbols", "many", "--tick", "7", "--gate-age", "-1", "--at-once", "1000");

        outcome.ExitCode.ShouldBe(2);
        outcome.Output.ShouldBeEmpty();
        outcome.ErrorLines.Count.ShouldBe(5);
        outcome.ErrorLines.ShouldContain("--tenants '0' must be a whole number from 1 to 10000000; for example --tenants 10000");
        outcome.ErrorLines.ShouldContain(line => line.StartsWith("--tick '7' must be one of 10, 12, 15", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("functions.gbSecond", "line 1 'functions.gbSecond' must be KEY=AMOUNT")]
    [InlineData("functions.gbSecnd=1", "did you mean 'functions.gbSecond'?")]
    [InlineData("# mine\nbus.baseMonth=-1", "line 2 '-1' must be a number from 0")]
    [InlineData("bus.baseMonth=1\nbus.baseMonth=2", "line 2 'bus.baseMonth' is there twice")]
    [InlineData("", "holds no price")]
    public async Task Cost_FaultyPrices_NamesLineAndRemedy(string content, string expected)
    {
        var outcome = await Trader.RunAsync("cost", "--prices", trader.File("prices.txt", content));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    public async Task Cost_MissingPrices_SaysSo()
    {
        var outcome = await Trader.RunAsync("cost", "--prices", Path.Combine(trader.Data, "none.txt"));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("does not exist; write lines such as functions.gbSecond=");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Cost_Printed_IsWhatTheDocumentHolds()
    {
        var outcome = await Trader.RunAsync("cost");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "explanation", "scale.md"), TestContext.Current.CancellationToken);
        var held = document.Split("```text\n")[1].Split("```")[0];
        outcome.Output.TrimEnd().ShouldBe(held.TrimEnd(), "run 'powertrader cost' and put what it prints into docs/explanation/scale.md");
    }
}
