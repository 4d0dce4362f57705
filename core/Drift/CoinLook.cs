using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Drift;

/// <summary>What the gate saw of one coin in one minute.</summary>
/// <param name="Time">When the look was due.</param>
/// <param name="Bid">Of the executing venue, as <paramref name="Ask"/>.</param>
/// <param name="Signal">Mid of the signal market, which levels are compared with.</param>
/// <param name="Age">Seconds since the signal's quote was the venue's; 0 where it was of the last two minutes.</param>
public readonly record struct CoinLook(DateTimeOffset Time, decimal Bid, decimal Ask, decimal Signal, int Age)
{
    /// <summary>Prefix of the rows of minutes in the market's partition of <c>Usage</c>.</summary>
    public const string Kind = "look|";

    private const string Property = "q";
    private const string KeyFormat = "yyyyMMdd'T'HHmmss";
    private const string Digits = "0.############################";

    /// <summary>A younger quote is not worth its age.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    /// <summary>First key of the instant.</summary>
    public static string Key(DateTimeOffset time) => Kind + time.UtcDateTime.ToString(KeyFormat, CultureInfo.InvariantCulture);

    /// <summary>One row for all coins of a minute: <c>BTC-USDT=bid,ask</c>, the signal where it is not the middle of the two, <c>@</c> and its age where it is old.</summary>
    public static TableRow Row(string partition, DateTimeOffset due, string coins) =>
        new(partition, Key(due), new Dictionary<string, object?> { [Property] = coins });

    public static string Text(Symbol coin, decimal bid, decimal ask, decimal signal, TimeSpan age)
    {
        var text = $"{coin}={Number(bid)},{Number(ask)}";
        if (signal != (bid + ask) / 2) text += "," + Number(signal);
        return age <= Fresh ? text : text + "@" + ((int)Math.Min(age.TotalSeconds, int.MaxValue)).ToString(CultureInfo.InvariantCulture);
    }

    /// <exception cref="CorruptException">The row is not what was written.</exception>
    public static IEnumerable<(Symbol Coin, CoinLook Look)> Read(TableRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var time = TimeOf(row);
        foreach (var part in row.Text(Property).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, rest) = Cut(part, '=');
            var (prices, age) = Cut(rest, '@');
            var numbers = prices.Split(',');
            if (numbers.Length is not (2 or 3) || !Symbol.TryParse(name, out var coin)) throw Corrupt(row);
            var (bid, ask) = (Parse(row, numbers[0]), Parse(row, numbers[1]));
            yield return (coin, new CoinLook(time, bid, ask, numbers.Length == 3 ? Parse(row, numbers[2]) : (bid + ask) / 2, age.Length == 0 ? 0 : (int)Parse(row, age)));
        }
    }

    /// <exception cref="CorruptException">The row's key is no minute.</exception>
    public static DateTimeOffset TimeOf(TableRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return DateTimeOffset.TryParseExact(row.Row.AsSpan(Kind.Length), KeyFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Corrupt(row);
    }

    private static (string Before, string After) Cut(string text, char at) => text.IndexOf(at) is var i && i < 0 ? (text, "") : (text[..i], text[(i + 1)..]);

    private static string Number(decimal value) => value.ToString(Digits, CultureInfo.InvariantCulture);

    private static decimal Parse(TableRow row, string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : throw Corrupt(row);

    private static CorruptException Corrupt(TableRow row) => new($"row {row.Partition}/{row.Row} of the gate's minutes cannot be read");
}
