using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Markets;

public class CandleCsvTests
{
    private const string Header = "time,open,high,low,close,volume\n";

    [Fact]
    public void Read_ColumnsInAnyOrder_WithByteOrderMarkAndBlankLines_IsUnderstood()
    {
        var result = CandleCsv.Read(new StringReader("\uFEFFtime,open,close,high,low,volume,turnover\n0,1,2,3,0.5,7,9\n\n3600,2,2.5,4,1e0,0,0\n"), "f.csv");

        result.Faults.ShouldBeEmpty();
        result.Candles.ShouldBe([
            new Candle(DateTimeOffset.UnixEpoch, 1, 3, 0.5m, 2, 7),
            new Candle(DateTimeOffset.UnixEpoch.AddHours(1), 2, 4, 1, 2.5m, 0)]);
    }

    public static TheoryData<string, string> Unsound => new()
    {
        { "", "f.csv is empty" },
        { Header, "no candle" },
        { "time,open,high,low,close\n0,1,1,1,1\n", "column 'volume' is missing" },
        { Header + "0,1,1,1,1\n", "line 2: has 5 fields" },
        { Header + "0,1,1,1,1,1\n0,1,1,1,1,1\n", "line 3: time 0 is there twice" },
        { Header + "3600,1,1,1,1,1\n0,1,1,1,1,1\n", "line 3: time 0 is before the line above" },
        { Header + "0,1,1,2,1,1\n", "line 2: high 1 is below low 2" },
        { Header + "0,5,4,2,3,1\n", "line 2: high 4 is below the open" },
        { Header + "0,1,4,2,3,1\n", "line 2: low 2 is above the open" },
        { Header + "0,1,x,1,1,1\n", "line 2: high 'x' must be a number" },
        { Header + "0,1,NaN,1,1,1\n", "line 2: high 'NaN' must be a number" },
        { Header + "0,0,1,0,1,1\n", "line 2: a price is zero" },
        { Header + "0,1,1,1,1,-1\n", "line 2: volume -1 is negative" },
        { Header + "2024-01-01,1,1,1,1,1\n", "line 2: time '2024-01-01' must be whole unix seconds" },
        { Header + "99999999999999,1,1,1,1,1\n", "line 2: time '99999999999999'" },
        { Header + "0,99999999999999999999999999999999,1,1,1,1\n", "line 2: open '99999999999999999999999999999999' must be a number" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Read_UnsoundLine_IsNamedWithItsNumber_AndNothingIsUsed(string text, string expected)
    {
        var result = CandleCsv.Read(new StringReader(text), "f.csv");

        result.Candles.ShouldBeEmpty();
        result.Faults[0].ShouldContain(expected);
    }

    [Fact]
    public void Read_ManyFaults_ListsFiveAndCountsTheRest()
    {
        var result = CandleCsv.Read(new StringReader(Header + string.Concat(Enumerable.Repeat("bad\n", 12))), "f.csv");

        result.Faults.Count.ShouldBe(6);
        result.Faults[^1].ShouldBe("f.csv: and 7 more faults");
    }
}
