using System.Runtime.CompilerServices;

namespace PowerTrader.Core.Portfolio;

/// <summary>The text of an audit entry, which is never made where the portfolio keeps no audit: a backtest has nobody to tell.</summary>
[InterpolatedStringHandler]
internal ref struct AuditText
{
    private readonly bool isKept;
    private DefaultInterpolatedStringHandler text;

    public AuditText(int literalLength, int formattedCount, PortfolioBook book, out bool isKept)
    {
        this.isKept = isKept = book.IsRecorded;
        text = isKept ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string value) => text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

    public string ToStringAndClear() => isKept ? text.ToStringAndClear() : "";
}
