using PowerTrader.Core;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Cloud.Hosting;

/// <summary>What the gate found when it last asked the account: a row beside the tenant's halt, so that every process knows it.</summary>
/// <param name="Settings">Hash of the settings under which it asked.</param>
/// <param name="AskedAt">When the account last answered; null for never.</param>
/// <param name="Refusals">What the account's answers refuse, one a line; empty for nothing.</param>
/// <param name="Told">Hash of what people were last told.</param>
public sealed record GateState(string Settings, DateTimeOffset? AskedAt, string Refusals, string Told)
{
    public static GateState None { get; } = new("", null, "", "");

    private const string AskedAtProperty = "askedAt";

    public static async Task<GateState> LoadAsync(ITableStore tables, PortfolioKey portfolio, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (await tables.GetAsync(Names.Tenants, portfolio.Tenant, RowOf(portfolio), cancellationToken) is not { } row) return None;
        var askedAt = row.Properties.TryGetValue(AskedAtProperty, out var at) && at is DateTimeOffset instant ? instant : (DateTimeOffset?)null;
        return new GateState(row.Text(nameof(Settings)), askedAt, row.Text(nameof(Refusals)), row.Text(nameof(Told)));
    }

    public Task SaveAsync(ITableStore tables, PortfolioKey portfolio, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return tables.UpsertAsync(Names.Tenants, new TableRow(portfolio.Tenant, RowOf(portfolio), new Dictionary<string, object?>
        {
            [nameof(Settings)] = Settings,
            [AskedAtProperty] = AskedAt,
            [nameof(Refusals)] = Refusals,
            [nameof(Told)] = Told,
        }), cancellationToken);
    }

    private static string RowOf(PortfolioKey portfolio) => "gate|" + portfolio.Portfolio;
}
