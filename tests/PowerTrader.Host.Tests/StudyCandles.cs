using System.Globalization;
using System.Text;

namespace PowerTrader.Host.Tests;

/// <summary>Made-up hours for studies: waves of 6 % in three days on slower ones, with wicks.</summary>
internal static class StudyCandles
{
    public static string Waves(int hours)
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (var i = 0; i < hours; i++)
        {
            var (open, close) = (Wave(i), Wave(i + 1));
            text.Append(CultureInfo.InvariantCulture, $"{1_700_002_800 + i * 3600},{open:F4},{Math.Max(open, close) * 1.004:F4},{Math.Min(open, close) * 0.996:F4},{close:F4},5\n");
        }
        return text.ToString();
        double Wave(int hour) => 100 * (1 + 0.03 * Math.Sin(hour * 0.087) + 0.02 * Math.Sin(hour * 0.011));
    }
}
