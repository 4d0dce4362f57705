using System.Globalization;

namespace PowerTrader.Core.Indicators;

/// <summary>A number that an indicator is made with.</summary>
/// <param name="Name">As written in <c>rsi:period=14</c>.</param>
/// <param name="Default">What stands where none is given.</param>
/// <param name="Minimum">Least value allowed.</param>
/// <param name="Maximum">Greatest value allowed.</param>
/// <param name="IsWhole">Only whole numbers are allowed.</param>
/// <param name="Meaning">In words, with its unit.</param>
public sealed record IndicatorParameter(string Name, double Default, double Minimum, double Maximum, bool IsWhole, string Meaning)
{
    /// <summary>A number of candles.</summary>
    public static IndicatorParameter Period(string name, int standard, string meaning, int minimum = 1) => new(name, standard, minimum, 10_000, true, meaning);

    /// <summary>What is wrong with a value, with rule and remedy; null where it may be used.</summary>
    public string? Fault(double value)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}");
        if (double.IsNaN(value) || value < Minimum || value > Maximum)
            return string.Create(CultureInfo.InvariantCulture, $"{Name} {value} is out of range: use {range}, for example {Default}");
        return IsWhole && value != Math.Floor(value)
            ? string.Create(CultureInfo.InvariantCulture, $"{Name} {value} is not whole: use a whole number from {range}, for example {Default}")
            : null;
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is below the least.</exception>
    internal static int Require(int value, string name, int least) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"must be {least} or more"));
}
