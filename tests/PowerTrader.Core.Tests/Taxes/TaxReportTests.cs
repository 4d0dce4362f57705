using PowerTrader.Core.Markets;
using PowerTrader.Core.Taxes;

namespace PowerTrader.Core.Tests.Taxes;

public sealed class TaxReportTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USD");

    private readonly List<TaxEvent> events = [];

    /// <summary>
    /// Bought 1 at 100 (fee 1), 1 at 300 (fee 3), 1 at 200 (fee 2); sold 1.5 for 450 less 4.5: what each method takes, and what is left, follows by hand.
    /// </summary>
    [Theory]
    [InlineData(TaxMethod.Fifo, 101 + 151.5, "b1 1, b2 0.5")]
    [InlineData(TaxMethod.Lifo, 202 + 151.5, "b3 1, b2 0.5")]
    [InlineData(TaxMethod.Hifo, 303 + 101, "b2 1, b3 0.5")]
    [InlineData(TaxMethod.Specific, 101 + 151.5, "b1 1, b2 0.5")]
    public void Build_OneSaleOverTwoLots_TakesThemByTheMethod(TaxMethod method, decimal cost, string lots)
    {
        Buy("b1", "2024-01-05", 1, 100, 1);
        Buy("b2", "2024-02-05", 1, 300, 3);
        Buy("b3", "2024-03-05", 1, 200, 2);
        Sell("s1", "2024-06-05", 1.5m, 445.5m);

        var report = TaxReport.Build(events, method);

        Lots(report).ShouldBe(lots);
        report.Rows.Sum(row => row.Cost.Amount).ShouldBe(cost);
        report.Rows.Select(row => row.Proceeds.Amount).ShouldBe([297, 148.5m]);
        report.Rows.Sum(row => row.Gain.Amount).ShouldBe(445.5m - cost);
        report.Left.Amount.ShouldBe(606 - cost);
    }

    /// <summary>Held more than one year, counted from the day after: on the anniversary itself it is still short.</summary>
    [Theory]
    [InlineData("2023-03-01", "2024-03-01", HoldingTerm.Short)]
    [InlineData("2023-03-01", "2024-03-02", HoldingTerm.Long)]
    [InlineData("2024-02-29", "2025-02-28", HoldingTerm.Short)]
    [InlineData("2024-02-29", "2025-03-01", HoldingTerm.Long)]
    [InlineData("2023-12-31", "2024-12-31", HoldingTerm.Short)]
    [Trait("Source", "https://www.irs.gov/taxtopics/tc409")]
    public void Term_AroundTheAnniversary_IsByUtcDays(string bought, string sold, HoldingTerm term)
    {
        Buy("b", bought, 1, 100, 0);
        Sell("s", sold, 1, 110);

        TaxReport.Build(events, TaxMethod.Fifo).Rows.ShouldHaveSingleItem().Term.ShouldBe(term);
    }

    [Fact]
    public void Build_AdoptedCoins_HaveTheirNamedCostAndNoDayOfPurchase()
    {
        events.Add(new TaxEvent.Acquired(1, "adopt:1", Btc, Day("2024-01-05"), new Quantity(2), new Money(100), Money.Zero, IsDated: false));
        Sell("s", "2026-01-05", 1, 80);

        var row = TaxReport.Build(events, TaxMethod.Fifo).Rows.ShouldHaveSingleItem();

        (row.Acquired, row.Term, row.Cost.Amount, row.Gain.Amount).ShouldBe((null, HoldingTerm.Unknown, 50, 30));
    }

    [Fact]
    public void Build_CoinsThatLeft_TakeTheirLotsAndAreNoDisposal()
    {
        Buy("b1", "2024-01-05", 1, 100, 0);
        Buy("b2", "2024-02-05", 1, 300, 0);
        events.Add(new TaxEvent.MovedOut(Next, "removal:3", Btc, Day("2024-03-05"), new Quantity(1)));
        Sell("s", "2024-06-05", 1, 310);

        var report = TaxReport.Build(events, TaxMethod.Fifo);

        report.Moves.ShouldHaveSingleItem().Cost.Amount.ShouldBe(100);
        Lots(report).ShouldBe("b2 1");
        report.Left.ShouldBe(Money.Zero);
    }

    [Fact]
    public void Build_DustWrittenOff_IsARowOfItsKindWithoutProceeds()
    {
        Buy("b", "2024-01-05", 1, 100, 0);
        Sell("s", "2024-02-05", 0.999m, 110);
        events.Add(new TaxEvent.Disposed(Next, "release:3", Btc, Day("2024-03-05"), new Quantity(0.001m), Money.Zero, DisposalKind.WriteOff));

        var row = TaxReport.Build(events, TaxMethod.Hifo).Rows[1];

        (row.Kind, row.Proceeds.Amount, row.Cost.Amount, row.Gain.Amount).ShouldBe((DisposalKind.WriteOff, 0, 0.1m, -0.1m));
    }

    [Fact]
    public void Build_OtherCoins_KeepTheirOwnLots()
    {
        var eth = Symbol.Parse("ETH-USD");
        Buy("b1", "2024-01-05", 1, 100, 0);
        events.Add(new TaxEvent.Acquired(Next, "e1", eth, Day("2024-01-06"), new Quantity(1), new Money(10), Money.Zero, IsDated: true));
        events.Add(new TaxEvent.Disposed(Next, "s1", eth, Day("2024-01-07"), new Quantity(1), new Money(12), DisposalKind.Sale));

        TaxReport.Build(events, TaxMethod.Hifo).Rows.ShouldHaveSingleItem().Lot.ShouldBe("e1");
    }

    [Fact]
    public void Specific_NamedLots_AreTakenAndKeptForTheSaleTheyAreNamedFor()
    {
        Buy("b1", "2024-01-05", 1, 100, 0);
        Buy("b2", "2024-02-05", 1, 300, 0);
        Sell("s1", "2024-03-05", 0.5m, 100);
        Sell("s2", "2024-04-05", 1, 210);

        var report = TaxReport.Build(events, TaxMethod.Specific, [new(2, "s2", "b1", 0.75m), new(3, "s2", "b2", 0.25m)]);

        Lots(report).ShouldBe("b1 0.25, b2 0.25, b1 0.75, b2 0.25");
    }

    [Theory]
    [InlineData("s9", "b1", 1, "line 7: 's9' is no sale here")]
    [InlineData("s1", "b9", 1, "line 7: lot 'b9' is not held when s1 takes BTC")]
    [InlineData("s1", "b3", 1, "line 7: lot 'b3' is not held when s1 takes BTC")]
    [InlineData("s1", "b1", 0.5, "line 7: the lots named for s1 hold 0.5 and it took 1")]
    [InlineData("s1", "b2", 1, "line 7: lot 'b2' has 0.5 left when s1 is to take 1 of it")]
    public void Specific_WhatDoesNotFit_IsNamedByItsLine(string disposal, string lot, decimal quantity, string words)
    {
        Buy("b1", "2024-01-05", 1, 100, 0);
        Buy("b2", "2024-02-05", 0.5m, 300, 0);
        Sell("s1", "2024-03-05", 1, 100);
        Buy("b3", "2024-04-05", 1, 100, 0);

        Should.Throw<InvalidDataException>(() => TaxReport.Build(events, TaxMethod.Specific, [new(7, disposal, lot, quantity)])).Message.ShouldStartWith(words);
    }

    [Fact]
    public void Specific_ASaleWithoutNamesThatNeedsNamedLots_SaysSo()
    {
        Buy("b1", "2024-01-05", 1, 100, 0);
        Sell("s1", "2024-03-05", 0.5m, 100);
        Sell("s2", "2024-04-05", 0.5m, 100);

        Should.Throw<InvalidDataException>(() => TaxReport.Build(events, TaxMethod.Specific, [new(2, "s2", "b1", 0.5m), new(3, "s2", "b1", 0.5m)])).Message.ShouldContain("name lots for it, too");
    }

    private long Next => events.Count + 1;

    private static DateTimeOffset Day(string text) => DateTimeOffset.Parse(text + "T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static string Lots(TaxReport report) => string.Join(", ", report.Rows.Select(row => $"{row.Lot} {row.Quantity}"));

    private void Buy(string id, string day, decimal quantity, decimal value, decimal fee) =>
        events.Add(new TaxEvent.Acquired(Next, id, Btc, Day(day), new Quantity(quantity), new Money(value), new Money(fee), IsDated: true));

    private void Sell(string id, string day, decimal quantity, decimal proceeds) =>
        events.Add(new TaxEvent.Disposed(Next, id, Btc, Day(day), new Quantity(quantity), new Money(proceeds), DisposalKind.Sale));
}
