using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Portfolio;

namespace PowerTrader.Core.Tests.Serialization;

public class WireTests
{
    [Fact]
    public void Read_WhatWasWritten_IsEqualText()
    {
        var books = new BookBuilder();
        var order = books.Accept(Leg.Dca(2), OrderSide.Buy, 1.50m, 100.25m);
        books.Fill(order, 0.5m, 100);

        RoundTrip(books.Book.Head);
        RoundTrip(books.Book.SymbolOf(BookBuilder.Btc));
        RoundTrip(books.Book.FindOpenOrder(order.Id)!);
        RoundTrip(books.Book.Changes.Fills[0]);
        RoundTrip(books.Book.Changes.Ledger[0]);
        RoundTrip(books.Book.Changes.Audit[0]);
        RoundTrip(books.Book.Outbox[0]);
    }

    [Fact]
    public void Read_UnknownVersion_IsRefusedByName() =>
        Should.Throw<CorruptException>(() => Wire.Read<Lot>("""{"v":7,"d":{}}""")).Message.ShouldStartWith("Lot: version 7 is not known");

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"d":{}}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":,"d":{}}""")]
    [InlineData("""{"v":99999999999,"d":{}}""")]
    [InlineData("""{"v":1,"d":null}""")]
    [InlineData("""{"v":1,"d":{"symbol":"btc","quantity":1}}""")]
    public void Read_Corrupt_IsRefused(string text) => Should.Throw<CorruptException>(() => Wire.Read<Lot>(text));

    [Fact]
    public void Read_QuoteWithPriceZero_IsRefused()
    {
        var quote = Wire.Write(new Quote(
            BookBuilder.Btc, new Price(1), new Quantity(1), new Price(2), new Quantity(1), new Price(1.5m), BookBuilder.Start, BookBuilder.Start));

        Should.Throw<CorruptException>(() => Wire.Read<Quote>(quote.Replace("\"bid\":1", "\"bid\":0", StringComparison.Ordinal)));
    }

    [Fact]
    public void Write_Decision_KeepsItsVerdictsAsValues()
    {
        var decision = new DecisionRecord(BookBuilder.Start, BookBuilder.Btc, "nothing to do", [new Verdict(Condition.LongLevel, 2, 3, false)]);

        var text = Wire.Write(decision);

        text.ShouldStartWith("""{"v":3,"d":""");
        text.ShouldContain("""{"condition":"LongLevel","value":2,"threshold":3,"passed":false}""");
        Wire.Read<DecisionRecord>(text).Verdicts.ShouldHaveSingleItem().Text.ShouldBe("LONG level 2 ≥ 3: no");
    }

    [Fact]
    public void Read_DecisionOfVersionOne_KeepsItsSentences()
    {
        var old = Wire.Read<DecisionRecord>("""{"v":1,"d":{"time":"2025-01-01T00:00:00+00:00","symbol":"BTC-USDT","outcome":"nothing to do","verdicts":["LONG level 2 ≥ 3: no"]}}""");

        old.Verdicts.ShouldBeEmpty();
        old.Sentences.ShouldBe(["LONG level 2 ≥ 3: no"]);
        old.Outcome.ShouldBe("nothing to do");
    }

    [Fact]
    public void Read_DecisionOfVersionTwo_HasNoInputs()
    {
        var old = Wire.Read<DecisionRecord>("""{"v":2,"d":{"time":"2025-01-01T00:00:00+00:00","symbol":"BTC-USDT","outcome":"nothing to do","verdicts":[{"condition":"LongLevel","value":2,"threshold":3,"passed":false}],"sentences":[]}}""");

        old.Inputs.ShouldBeNull();
        old.Verdicts.ShouldHaveSingleItem().Text.ShouldBe("LONG level 2 ≥ 3: no");
    }

    [Fact]
    public void Read_DecisionOfALaterVersion_IsRefusedByName() =>
        Should.Throw<CorruptException>(() => Wire.Read<DecisionRecord>("""{"v":4,"d":{}}""")).Message.ShouldStartWith("DecisionRecord: version 4 is not known");

    private static void RoundTrip<T>(T value)
    {
        var text = Wire.Write(value);
        Wire.Write(Wire.Read<T>(text)).ShouldBe(text);
    }
}
