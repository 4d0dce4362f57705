using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Cloud.Hosting;

/// <summary>Tells people when the gate to real money closes, for which reasons, and when it opens: an alert's row and a message for the channels, once for each change.</summary>
/// <remarks>Not by the portfolio's own outbox: there may be no portfolio yet, or it may be the wrong one.</remarks>
public sealed class GateNews(CloudPorts ports, PortfolioKey portfolio)
{
    public const string ClosedKind = "live-refused";
    public const string OpenKind = "live-open";

    /// <param name="refusals">Empty where the gate is open, or paper is traded.</param>
    public async Task TellAsync(IReadOnlyList<string> refusals, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refusals);
        var state = await GateState.LoadAsync(ports.Tables, portfolio, cancellationToken);
        var news = refusals.Count == 0 ? "" : Hash(string.Join('\n', refusals));
        if (news == state.Told) return;
        var alert = refusals.Count > 0
            ? new Alert(now, AlertSeverity.Critical, ClosedKind, portfolio, portfolio.ToString(), "nothing is bought: " + string.Join("; ", refusals))
            : new Alert(now, AlertSeverity.Information, OpenKind, portfolio, portfolio.ToString(), "nothing is refused any more: it trades");
        var row = Alert.RowKey(now, portfolio, 0);
        var text = Wire.Write(alert);
        await ports.Tables.UpsertAsync(Names.Alerts, TableRow.OfJson(portfolio.Tenant, row, text), cancellationToken);
        await ports.Queue.SendAsync(Names.AlertsQueue, new QueueMessage(row, portfolio.ToString(), text, portfolio.ToString()), cancellationToken);
        // Last: whoever dies before tells it again.
        await (state with { Told = news }).SaveAsync(ports.Tables, portfolio, cancellationToken);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
