using PowerTrader.Api;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;
using Spectre.Console;

namespace PowerTrader.Host.Tests;

/// <summary>Tables and the live picture fit the terminal, and a file gets everything.</summary>
public class TextTableTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Lines_NarrowTerminal_DropsTheLeastNeededColumnsAndCutsTheFlexibleOne()
    {
        var table = new TextTable(new Column("coin"), new Column("held", Right: true, Drop: 2), new Column("fee", Drop: 1), new Column("reason", Flexible: true));
        table.Add("BTC-USDT", "0.12345678", "0.0012", "the venue said no and will say it again");

        Plain(table.Lines(null)).ShouldBe(["COIN            HELD  FEE     REASON", "BTC-USDT  0.12345678  0.0012  the venue said no and will say it again"]);
        Plain(table.Lines(36)).ShouldBe(["COIN      FEE     REASON", "BTC-USDT  0.0012  the venue said no…"]);
    }

    [Fact]
    public void Lines_TextFromOutside_IsNoMarkup()
    {
        var table = new TextTable(new Column("reason"));
        table.Add("[red]not a colour[/]");

        Plain(table.Lines(null))[1].ShouldBe("[red]not a colour[/]");
    }

    [Theory]
    [InlineData(70)]
    [InlineData(100)]
    [InlineData(160)]
    public void Frame_AtAnyWidth_NoLineIsTooLong_AndTheWordsAreThere(int width)
    {
        var lines = Plain(LiveView.Lines(Status(), Events(12), "Ctrl-C stops; the next start continues.", width, 40));

        lines.ShouldAllBe(line => line.Length <= width);
        lines.Count.ShouldBeLessThan(40);
        var all = string.Join('\n', lines);
        foreach (var word in new[] { "realised 12.50", "unrealised -3.25", "drawdown 1.2 %", "locked 4.4 %", "refused steps 2", "BTC-USDT", "LONG level 1", "buys step 2", "Ctrl-C" })
            all.ShouldContain(word);
        lines.Count(line => line.Contains("event ", StringComparison.Ordinal)).ShouldBe(8);
        lines.Any(line => line.Contains("event 11", StringComparison.Ordinal)).ShouldBeTrue();
    }

    [Fact]
    public void Frame_LowTerminal_GivesUpEventsFirst()
    {
        var lines = Plain(LiveView.Lines(Status(), Events(8), "footer", 160, 12));

        lines.Count.ShouldBeLessThanOrEqualTo(12);
        lines[^1].ShouldBe("footer");
        lines.ShouldContain(line => line.StartsWith("ETH-USDT", StringComparison.Ordinal));
    }

    private static List<string> Plain(IReadOnlyList<string> lines) => [.. lines.Select(Markup.Remove)];

    private static TradeEvent[] Events(int count) => [.. Enumerable.Range(0, count).Select(index => new TradeEvent(Start.AddMinutes(index), $"event {index} " + new string('x', 200), "blue"))];

    private static TraderStatus Status() => new(
        "sim-1", "paper", "60x", Start, "active", 10, 20, 3, 4, 10009.25m, 9564.1m, 0, 12.5m, -3.25m, 1.5m, 0.0441m, 3, 3, 2, "USDT",
        [
            new CoinStatus("BTC-USDT", "active", 94321.55m, 94322m, 1, 0, 0, 0, 0, 0, "enters (LONG 3) below 93000.12 (-1.40 %)") { Why = "LONG level 1, needed ≥ 3" },
            new CoinStatus("ETH-USDT", "active", 3321.5512m, 3322m, 0, 0, 0.13356789m, 441.25m, -3.25m, 1, "buys step 2 below 3201.0000 (-3.60 %)")
            {
                Why = "bid that arms the exit 3321.55, needed ≥ 3480.1", Deal = 4, DealAgeDays = 1.25m, LadderLeft = 558.75m, LockedCapital = 0.0441m,
            },
        ])
    { Drawdown = 0.012m, LossToday = 0.4m };
}
