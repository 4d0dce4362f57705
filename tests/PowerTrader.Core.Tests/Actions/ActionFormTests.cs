using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Tests.Actions;

public class ActionFormTests
{
    private static readonly PortfolioHead Head =
        new(new PortfolioKey("local", "main"), MarketId.Simulated(1), PortfolioMode.Paper, "e1", "USDT", DateTimeOffset.UnixEpoch) { Symbols = [Symbol.Parse("BTC-USDT")] };

    [Fact]
    public void Read_Sound_GivesTheRequest()
    {
        var faults = new List<ActionRefusal>();

        var request = new ActionForm("buy", "btc") { Amount = "100.50", Limit = "99.5", Key = "k-1" }.Read(Head, faults)!;

        faults.ShouldBeEmpty();
        request.Symbol.Value.ShouldBe("BTC-USDT");
        request.Amount!.Value.Amount.ShouldBe(100.5m);
        request.Text.ShouldBe("buy|BTC-USDT|100.5|||99.5||");
    }

    [Fact]
    public void Read_EveryFieldWrong_NamesEachWithItsRemedy()
    {
        var faults = new List<ActionRefusal>();

        new ActionForm("buy", "XYZ") { Amount = "much", Percent = "101", Limit = "-1", StartPercent = "x", Key = "a b" }.Read(Head, faults).ShouldBeNull();

        faults.Select(fault => fault.Field).ShouldBe(["coin", "key", "amount", "percent", "limit", "startPercent", "percent", "startPercent"]);
        faults.ShouldAllBe(fault => fault.Remedy.Length > 5);
    }

    [Theory]
    [InlineData("fly", null, null, "action")]
    [InlineData("buy", null, null, "amount")]
    [InlineData("buy", "1", "1", "amount")]
    [InlineData("sell", "1", null, "amount|quantity")]
    [InlineData("close", null, "1", "quantity")]
    [InlineData("add-funds", "0", null, "amount")]
    public void Read_SizesThatDoNotBelong_AreRefused(string action, string? amount, string? quantity, string fields)
    {
        var faults = new List<ActionRefusal>();

        new ActionForm(action, "BTC") { Amount = amount, Quantity = quantity, Key = "k" }.Read(Head, faults).ShouldBeNull();

        faults.Select(fault => fault.Field).ShouldBe(fields.Split('|'));
    }

    [Fact]
    public void Read_TargetDefault_GoesBackToTheRules()
    {
        var faults = new List<ActionRefusal>();

        new ActionForm("target", "BTC") { StartPercent = "default", Key = "k" }.Read(Head, faults)!.StartPercent.ShouldBeNull();
        new ActionForm("target", "BTC") { StartPercent = "0", GapPercent = "0", Key = "k" }.Read(Head, faults)!.StartPercent.ShouldBe(0);
        new ActionForm("target", "BTC") { GapPercent = "1", Key = "k" }.Read(Head, faults).ShouldBeNull();
    }
}
