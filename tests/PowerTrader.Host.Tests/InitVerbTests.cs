using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Tests;

/// <summary>What <c>init</c> asks at a terminal.</summary>
public class InitVerbTests
{
    [Fact]
    public void Answers_AtATerminal_ExplainsEachProfileInMoneyBeforeTheChoice()
    {
        var console = new ScriptedConsole(200, "", "BTC,ETH", "2000", "careful");

        var settings = TraderSettings.From(InitVerb.Answers(console, new Dictionary<string, string>(), asks: true));

        settings.Market.ShouldBe("sim");
        settings.Coins.Count.ShouldBe(2);
        settings.Cash.Amount.ShouldBe(2000);
        settings.Profile.ShouldBe("careful");
        var before = console.Written[..console.Written.IndexOf("profile?", StringComparison.Ordinal)];
        foreach (var (name, budget) in new[] { ("careful", "100.00"), ("standard", "200.00"), ("bold", "400.00"), ("predecessor", "200.00") })
            before.Split('\n').ShouldContain(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(budget, StringComparison.Ordinal));
        before.ShouldContain("LOSS AT -30 %");
        before.ShouldContain("AT -80 %");
    }

    [Fact]
    public void Answers_AWrongOne_IsAskedAgainWithItsRule()
    {
        var console = new ScriptedConsole(200, "much", "2000");

        var values = InitVerb.Answers(console, new Dictionary<string, string> { ["market"] = "sim", ["coins"] = "BTC", ["profile"] = "bold" }, asks: true);

        console.Written.ShouldContain("cash 'much' (answer) must be a number from 10 to 1000000000");
        TraderSettings.From(values).Cash.Amount.ShouldBe(2000);
    }

    [Fact]
    public void Answers_NobodyToAsk_TakesDefaults()
    {
        var console = new ScriptedConsole(80);

        TraderSettings.From(InitVerb.Answers(console, new Dictionary<string, string> { ["cash"] = "500" }, asks: false)).Cash.Amount.ShouldBe(500);

        console.Written.ShouldBeEmpty();
    }

    [Fact]
    public void Answers_WrongOption_IsRefused() => Should.Throw<UsageException>(
        () => InitVerb.Answers(new ScriptedConsole(80), new Dictionary<string, string> { ["profile"] = "brave" }, asks: false)).Message.ShouldContain("profile 'brave'");
}
