using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>Comparisons of indicators with numbers, the price or each other, all of which must hold: <c>rsi:period=14 &lt; 30 and price &gt; sma:period=200</c>.</summary>
/// <remarks>An output other than the main one is named after a hash: <c>price &lt; bollinger:width=2#lower</c>. What has no value yet does not hold.</remarks>
public sealed class IndicatorCondition
{
    /// <summary>For messages.</summary>
    public const string Example = "rsi:period=14 < 30";

    private readonly IReadOnlyList<Comparison> comparisons;

    private IndicatorCondition(string text, IReadOnlyList<Comparison> comparisons) => (Text, this.comparisons) = (text, comparisons);

    public string Text { get; }

    public int Count => comparisons.Count;

    /// <summary>How many comparisons hold at the newest candle.</summary>
    public int Met
    {
        get
        {
            var met = 0;
            foreach (var comparison in comparisons) met += comparison.Holds ? 1 : 0;
            return met;
        }
    }

    /// <summary>All hold.</summary>
    public bool IsMet => Met == Count;

    /// <param name="fault">What is wrong with which part, and what would be right.</param>
    public static bool TryParse(string text, IndicatorRegistry registry, [NotNullWhen(true)] out IndicatorCondition? condition, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(registry);
        condition = null;
        fault = null;
        var comparisons = new List<Comparison>();
        foreach (var part in text.Split(" and ", StringSplitOptions.TrimEntries))
        {
            var at = part.AsSpan().IndexOfAny('<', '>');
            if (at <= 0)
            {
                fault = $"'{part}' compares nothing: write {Example}";
                return false;
            }
            var orEqual = at + 1 < part.Length && part[at + 1] == '=';
            if (!Operand.TryParse(part[..at].Trim(), registry, out var left, out fault)) return false;
            if (!Operand.TryParse(part[(at + (orEqual ? 2 : 1))..].Trim(), registry, out var right, out fault)) return false;
            comparisons.Add(new Comparison(left, right, part[at] == '<', orEqual));
        }
        condition = new IndicatorCondition(text, comparisons);
        return true;
    }

    public void Push(in Candle candle)
    {
        foreach (var comparison in comparisons)
        {
            comparison.Left.Push(candle);
            comparison.Right.Push(candle);
        }
    }

    private sealed record Comparison(Operand Left, Operand Right, bool IsLess, bool OrEqual)
    {
        public bool Holds => Left.Value is { } left && Right.Value is { } right && ((IsLess ? left < right : left > right) || (OrEqual && left == right));
    }

    /// <summary>A number, the newest close, or an output of an indicator.</summary>
    private sealed class Operand(double? value, IIndicator? indicator, int output)
    {
        private readonly bool isPrice = value is null && indicator is null;

        public double? Value { get; private set; } = value;

        public void Push(in Candle candle)
        {
            if (indicator is not null)
            {
                indicator.Push(candle);
                Value = indicator[output];
            }
            else if (isPrice) Value = (double)candle.Close;
        }

        public static bool TryParse(string text, IndicatorRegistry registry, [NotNullWhen(true)] out Operand? operand, [NotNullWhen(false)] out string? fault)
        {
            (operand, fault) = (null, null);
            if (text == "price") operand = new Operand(null, null, 0);
            else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) operand = new Operand(number, null, 0);
            if (operand is not null) return true;
            var sides = text.Split('#', 2);
            if (!registry.TryCreate(sides[0], out var indicator, out fault)) return false;
            var outputs = registry.Find(sides[0].Split(':')[0])!.Outputs;
            var output = sides.Length == 1 ? 0 : Array.IndexOf([.. outputs], sides[1]);
            if (output < 0)
            {
                fault = $"'{sides[0]}' has no output '{sides[1]}': use {string.Join(", ", outputs)}";
                return false;
            }
            operand = new Operand(null, indicator, output);
            return true;
        }
    }
}
