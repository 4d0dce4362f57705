using System.Globalization;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Alerts;

public enum AlertSeverity
{
    Information,

    /// <summary>Something stopped and waits for a person.</summary>
    Critical,
}

/// <summary>Something a person should know, kept per tenant, newest first; channels send from these rows.</summary>
/// <param name="Kind">As in the audit, e.g. <c>second-installation</c>.</param>
/// <param name="Subject">Symbol or portfolio.</param>
/// <param name="Text">What was found and what to do, one line.</param>
public sealed record Alert(DateTimeOffset Time, AlertSeverity Severity, string Kind, PortfolioKey Portfolio, string Subject, string Text)
{
    /// <summary>Newest first; the audit entry behind it makes it one of its kind.</summary>
    public static string RowKey(DateTimeOffset time, PortfolioKey portfolio, long auditSequence) => string.Create(
        CultureInfo.InvariantCulture, $"{NewestFirst.Of(time)}|{portfolio}|{auditSequence:D12}");
}
