using System.Globalization;

namespace PowerTrader.Core.Orders;

/// <summary>The part of a deal that an order serves: <c>entry</c>, <c>dca:n</c>, <c>exit</c>, <c>exit:n</c> (n from 1), <c>manual:key</c>.</summary>
/// <remarks><c>default</c> is no leg; its text is empty.</remarks>
public readonly record struct Leg
{
    private readonly string? text;

    private Leg(string text) => this.text = text;

    public string Text => text ?? "";

    public static Leg Entry { get; } = new("entry");

    public static Leg Exit { get; } = new("exit");

    public bool IsDca => Text.StartsWith("dca:", StringComparison.Ordinal);

    public bool IsManual => Text.StartsWith("manual:", StringComparison.Ordinal);

    /// <summary>Number of the DCA step, from 1; 0 for other legs.</summary>
    public int DcaStep => IsDca ? int.Parse(Text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    public static Leg Dca(int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return new Leg("dca:" + step.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>One of several sales of a deal: a target, or the upper end of a grid's cell.</summary>
    public bool IsTarget => Text.StartsWith("exit:", StringComparison.Ordinal);

    /// <summary>Number of the target, from 1; 0 for other legs.</summary>
    public int TargetStep => IsTarget ? int.Parse(Text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    public static Leg Target(int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return new Leg("exit:" + step.ToString(CultureInfo.InvariantCulture));
    }

    public static Leg Manual(string idempotencyKey) =>
        idempotencyKey.Length is > 0 and <= 40 && idempotencyKey.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? new Leg("manual:" + idempotencyKey)
            : throw new FormatException($"Idempotency key '{idempotencyKey}' is not valid: use 1 to 40 letters, digits, '-' and '_'.");

    /// <exception cref="FormatException">The text is none of the forms.</exception>
    public static Leg Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "entry" => Entry,
            "exit" => Exit,
            _ when text.StartsWith("manual:", StringComparison.Ordinal) => Manual(text[7..]),
            _ when text.StartsWith("dca:", StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var step) => Dca(step),
            _ when text.StartsWith("exit:", StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var target) => Target(target),
            _ => throw new FormatException($"Leg '{text}' is not valid: use entry, dca:n, exit, exit:n or manual:key."),
        };
    }

    public override string ToString() => Text;
}
