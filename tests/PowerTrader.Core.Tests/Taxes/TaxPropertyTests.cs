using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Taxes;
using PowerTrader.Core.Tests.Portfolio;

namespace PowerTrader.Core.Tests.Taxes;

/// <summary>Whatever is bought, sold, adopted, removed, left as dust and written off: the report and the books tell the same.</summary>
public sealed class TaxPropertyTests
{
    private static readonly Arbitrary<int[]> Steps = Gen.ArrayOf(Gen.Choose(0, 1999)).ToArbitrary();

    [Fact]
    public void Fifo_AnyWalk_SumsToTheRealisedProfitOfTheBooksAndLeavesTheirLots() =>
        Prop.ForAll(Steps, steps =>
        {
            var book = Played(steps).Book;
            var report = TaxReport.Build(EventsOf(steps), TaxMethod.Fifo);
            var sales = book.Changes.Fills.Where(fill => fill.Side == OrderSide.Sell).ToDictionary(fill => fill.TradeId, fill => fill.RealisedProfit.Amount);
            return report.Rows.Sum(row => row.Gain.Amount) == book.Head.Realised.Amount
                && report.Left.Amount == book.LotsOf(BookBuilder.Btc).Sum(lot => lot.Cost.Amount)
                && report.Rows.Where(row => row.Kind == DisposalKind.Sale).GroupBy(row => row.Disposal).All(group => group.Sum(row => row.Gain.Amount) == sales[group.Key]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyMethod_AnyWalk_HasTheSameQuantitiesAndProceedsAndLosesNoCost() =>
        Prop.ForAll(Steps, steps =>
        {
            var events = EventsOf(steps);
            var bought = events.OfType<TaxEvent.Acquired>().Sum(each => (each.Value + each.Fee).Amount);
            var sold = events.OfType<TaxEvent.Disposed>().ToList();
            return Enum.GetValues<TaxMethod>().All(method =>
            {
                var report = TaxReport.Build(events, method);
                return report.Rows.Sum(row => row.Quantity.Value) == sold.Sum(each => each.Quantity.Value)
                    && report.Rows.Sum(row => row.Proceeds.Amount) == sold.Sum(each => each.Proceeds.Amount)
                    && report.Rows.Sum(row => row.Cost.Amount) + report.Moves.Sum(move => move.Cost.Amount) + report.Left.Amount == bought
                    && report.Rows.All(row => row.Quantity.Value > 0 && (row.Acquired is not { } day || day <= row.Disposed));
            });
        }).QuickCheckThrowOnFailure();

    /// <summary>Naming what another method took, lot by lot, gives that method's report.</summary>
    [Fact]
    public void Specific_NamedAsAnotherMethodTook_IsThatMethod() =>
        Prop.ForAll(Steps, steps =>
        {
            var events = EventsOf(steps).Where(each => each is not TaxEvent.MovedOut).ToList();
            if (!Holds(events)) return true;
            var hifo = TaxReport.Build(events, TaxMethod.Hifo);
            var named = hifo.Rows.Select((row, i) => new LotAssignment(i + 2, row.Disposal, row.Lot, row.Quantity.Value)).ToList();
            return TaxReport.Build(events, TaxMethod.Specific, named).Rows.SequenceEqual(hifo.Rows);
        }).QuickCheckThrowOnFailure();

    private static bool Holds(List<TaxEvent> events)
    {
        var held = 0m;
        return events.All(each => (held += each is TaxEvent.Acquired ? each.Quantity.Value : -each.Quantity.Value) >= 0);
    }

    private static IReadOnlyList<TaxEvent> EventsOf(int[] steps)
    {
        var changes = Played(steps).Book.Changes;
        return TaxHistory.Of(changes.Fills, changes.Ledger);
    }

    private static BookBuilder Played(int[] steps)
    {
        var books = new BookBuilder { SmallestSale = 0.3m };
        foreach (var step in steps)
        {
            if (step < 1000 || books.Book.OpenOrders.Count > 0) PortfolioBookPropertyTests.Walk(books, step % 1000);
            else PortfolioBookPropertyTests.Outside(books, step);
        }
        return books;
    }
}
