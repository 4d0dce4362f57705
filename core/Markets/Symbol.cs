using System.Diagnostics.CodeAnalysis;

namespace PowerTrader.Core.Markets;

/// <summary>A trading pair such as <c>BTC-USDT</c>: upper-case letters, digits and hyphens, 3 to 20 characters.</summary>
/// <remarks><c>default</c> is no symbol; its <see cref="Value"/> is the empty string and every consumer refuses it.</remarks>
public readonly record struct Symbol : IComparable<Symbol>
{
    private readonly string? value;

    private Symbol(string value) => this.value = value;

    public string Value => value ?? "";

    /// <summary>The coin that is bought: the part before the last hyphen.</summary>
    public string Base => Value.LastIndexOf('-') is > 0 and var at ? Value[..at] : Value;

    /// <summary>The coin it is paid in: the part after the last hyphen; empty where there is none.</summary>
    public string Quote => Value.LastIndexOf('-') is > 0 and var at ? Value[(at + 1)..] : "";

    /// <exception cref="FormatException">The text breaks the grammar.</exception>
    public static Symbol Parse(string text) =>
        TryParse(text, out var symbol)
            ? symbol
            : throw new FormatException($"Symbol '{text}' is not valid: use 3 to 20 of A-Z, 0-9 and '-', for example BTC-USDT.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Symbol symbol)
    {
        symbol = default;
        if (text is null || text.Length is < 3 or > 20) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }
        symbol = new Symbol(text);
        return true;
    }

    public int CompareTo(Symbol other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(Symbol left, Symbol right) => left.CompareTo(right) < 0;
    public static bool operator >(Symbol left, Symbol right) => left.CompareTo(right) > 0;
    public static bool operator <=(Symbol left, Symbol right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Symbol left, Symbol right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
