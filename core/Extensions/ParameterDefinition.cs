using System.Globalization;
using PowerTrader.Core.Indicators;

namespace PowerTrader.Core.Extensions;

/// <summary>How a parameter's text is read.</summary>
public enum ParameterKind
{
    Number,
    Whole,
    Choice,
    Text,
}

/// <summary>One parameter of something that is registered: its range, what stands where none is given, and what it means.</summary>
/// <param name="Name">As written in <c>--param name=value</c>: letters and digits, beginning with a small letter.</param>
/// <param name="Default">Text of the value where none is given; null where one must be given.</param>
/// <param name="Meaning">In words, with its unit.</param>
public sealed record ParameterDefinition(string Name, ParameterKind Kind, string? Default, string Meaning)
{
    /// <summary>Least value of a number.</summary>
    public decimal Minimum { get; init; }

    public decimal Maximum { get; init; }

    /// <summary>The texts that a choice allows.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A value that could stand there.</summary>
    public string Example { get => field ?? Default ?? ""; init; }

    /// <summary>What is allowed, in words: <c>0 to 50</c>.</summary>
    public string Range => Kind switch
    {
        ParameterKind.Number => string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}"),
        ParameterKind.Whole => string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}, whole"),
        ParameterKind.Choice => string.Join(", ", Choices),
        _ => "text",
    };

    public static ParameterDefinition Number(string name, decimal? standard, decimal minimum, decimal maximum, string meaning) =>
        new(name, ParameterKind.Number, standard?.ToString(CultureInfo.InvariantCulture), meaning) { Minimum = minimum, Maximum = maximum };

    public static ParameterDefinition Whole(string name, int? standard, int minimum, int maximum, string meaning) =>
        new(name, ParameterKind.Whole, standard?.ToString(CultureInfo.InvariantCulture), meaning) { Minimum = minimum, Maximum = maximum };

    /// <summary>The first choice stands where none is given.</summary>
    public static ParameterDefinition Choice(string name, string meaning, params IReadOnlyList<string> choices) =>
        new(name, ParameterKind.Choice, choices[0], meaning) { Choices = choices };

    public static ParameterDefinition Text(string name, string standard, string meaning, string example) =>
        new(name, ParameterKind.Text, standard, meaning) { Example = example };

    /// <summary>What is wrong with a text, with rule and example; null where it may be used.</summary>
    public string? Fault(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var example = $"for example {Name}={Example}";
        if (Kind == ParameterKind.Choice) return Choices.Contains(text) ? null : $"{Name} '{text}' must be one of {Range}; {example}";
        if (Kind == ParameterKind.Text) return null;
        var isNumber = decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        var isAllowed = isNumber && value >= Minimum && value <= Maximum && (Kind == ParameterKind.Number || value == Math.Floor(value));
        if (isAllowed) return null;
        var what = Kind == ParameterKind.Whole ? "a whole number" : "a number";
        return string.Create(CultureInfo.InvariantCulture, $"{Name} '{text}' must be {what} from {Minimum} to {Maximum}; {example}");
    }

    /// <summary>An indicator's parameter, told in the same way.</summary>
    public static ParameterDefinition Of(IndicatorParameter parameter) => new(
        parameter.Name, parameter.IsWhole ? ParameterKind.Whole : ParameterKind.Number, parameter.Default.ToString(CultureInfo.InvariantCulture), parameter.Meaning)
    { Minimum = (decimal)parameter.Minimum, Maximum = (decimal)parameter.Maximum };
}
