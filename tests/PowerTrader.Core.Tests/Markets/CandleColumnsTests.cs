using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Markets;

public class CandleColumnsTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whatever a decimal can be: 0 to 28 places, up to 96 bits, both signs, zeros with trailing zeros.</summary>
    private static readonly Gen<decimal> Decimals = Gen.Choose(0, 5).SelectMany(kind => kind switch
    {
        0 => Gen.Choose(0, 1_000_000).Select(digits => new decimal(digits, 0, 0, false, 2)),
        1 => Gen.Choose(int.MinValue, int.MaxValue).Select(bits => new decimal(bits, 0, 0, false, 1)),
        2 => Gen.Choose(int.MinValue, int.MaxValue).Select(bits => new decimal(7, bits, 0, false, 8)),
        3 => Gen.Choose(int.MinValue, int.MaxValue).Select(bits => new decimal(bits, 3, bits, false, 28)),
        4 => Gen.Choose(0, 28).Select(places => new decimal(0, 0, 0, places % 2 == 1, (byte)places)),
        _ => Gen.Choose(0, 1_000_000).Select(digits => new decimal(digits, 0, 0, true, 5)),
    });

    [Fact]
    public void Of_AnyDecimals_GivesThemBackToTheLastBit() => Prop.ForAll(Gen.ArrayOf(Decimals).Where(values => values.Length > 0).ToArbitrary(), values =>
    {
        var volume = values[^1];
        var columns = CandleColumns.Of([.. values.Select((value, i) => new Candle(Start.AddHours(i), value, values[0], value, value, volume))]);

        for (var i = 0; i < values.Length; i++)
        {
            decimal.GetBits(columns[i].Open).ShouldBe(decimal.GetBits(values[i]));
            decimal.GetBits(columns.CloseAt(i)).ShouldBe(decimal.GetBits(values[i]));
            columns[i].OpenTime.ShouldBe(Start.AddHours(i));
        }
        columns.Select(candle => candle.Volume).ShouldAllBe(each => each == volume);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2024-01-01T00:00:00.0000001Z")]
    [InlineData("2107-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void OpenTimeAt_InstantThatIsNoSecondOfFourBytes_IsKept(string text)
    {
        var odd = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        var columns = CandleColumns.Of([At(Start), At(odd), At(Start.AddHours(1))]);

        columns.Select(candle => candle.OpenTime).ShouldBe([Start, odd, Start.AddHours(1)]);
    }

    [Fact]
    public void Of_Columns_AreNotCopied()
    {
        var columns = CandleColumns.Of([At(Start)]);

        CandleColumns.Of(columns).ShouldBeSameAs(columns);
    }

    [Fact]
    public void View_IndexBesideIt_Throws()
    {
        var view = CandleColumns.Of([.. Enumerable.Range(0, 5).Select(hour => At(Start.AddHours(hour)))]).View(1, 2);

        view.Select(candle => candle.OpenTime.Hour).ShouldBe([1, 2]);
        view.Last.OpenTime.Hour.ShouldBe(2);
        Should.Throw<ArgumentOutOfRangeException>(() => view[-1]);
        Should.Throw<ArgumentOutOfRangeException>(() => view[2]);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(90, 2)]
    [InlineData(120, 2)]
    [InlineData(121, 3)]
    public void FirstAt_Instant_IsTheFirstThatOpensThenOrLater(int minutes, int expected) =>
        CandleColumns.Of([At(Start), At(Start.AddHours(1)), At(Start.AddHours(2))]).FirstAt(Start.AddMinutes(minutes)).ShouldBe(expected);

    private static Candle At(DateTimeOffset time) => new(time, 1, 1, 1, 1, 1);
}
