using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Taxes;
using PowerTrader.Core.Tenancy;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Taxes;

namespace PowerTrader.Host.Tests;

/// <summary>The year's document and the user's file of lots.</summary>
public sealed class TaxExportTests : IDisposable
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USD");

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public void Document_OfAYear_HoldsItsDisposalsThoughTheLotsAreOlder()
    {
        TaxEvent[] events =
        [
            new TaxEvent.Acquired(1, "b1", Btc, At("2023-05-01T10:00:00Z"), new Quantity(2), new Money(200), new Money(2), true),
            new TaxEvent.Disposed(2, "s1", Btc, At("2024-12-31T23:59:59Z"), new Quantity(0.5m), new Money(80), DisposalKind.Sale),
            new TaxEvent.Disposed(3, "s2", Btc, At("2025-01-01T00:00:00Z"), new Quantity(0.5m), new Money(90), DisposalKind.Sale),
            new TaxEvent.MovedOut(4, "removal:4", Btc, At("2025-02-01T00:00:00Z"), new Quantity(0.25m)),
        ];
        var report = TaxReport.Build(events, TaxMethod.Fifo);
        var head = new PortfolioHead(new PortfolioKey("local", "main"), MarketId.KuCoin, PortfolioMode.Live, "e", "USD", At("2023-01-01T00:00:00Z"));

        var document = TaxDocument.Of(report, report, 2025, TaxMethod.Fifo, head);

        document.Csv().ShouldBe(["sale,BTC,0.5,2023-05-01T10:00:00Z,2025-01-01T00:00:00Z,long,90,50.5,39.5,USD,b1,s2"]);
        document.Totals.ShouldBe(new TaxTotals(90, 50.5m, 39.5m, 0, 39.5m, 0));
        document.MovedOut.ShouldHaveSingleItem().Cost.ShouldBe(25.25m);
        TaxDocument.Of(report, report, 2024, TaxMethod.Fifo, head).Totals.Gain.ShouldBe(29.5m);
        document.Words(At("2026-01-01T00:00:00Z")).ShouldNotContain(line => line.Contains("not over"));
    }

    [Theory]
    [InlineData("", "line 1: must be the header")]
    [InlineData("disposal,lot,quantity\ns1,b1,x\n", "line 2: must be a disposal's id")]
    [InlineData("disposal,lot,quantity\n\ns1,b1,1\ns1,b1,-1", "line 4: must be a disposal's id")]
    public void Assignments_UnsoundFile_IsNamedByItsLine(string content, string words) =>
        Should.Throw<UsageException>(() => AssignmentFile.Read(trader.File("a.csv", content))).Message.ShouldContain(words);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
