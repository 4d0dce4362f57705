using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Workflows;

/// <summary>Halt states of tenants, and what tenant, portfolio and symbol together allow: the strictest of the three.</summary>
public sealed class HaltBoard(ITableStore tables)
{
    private const string Row = "halt";
    private const string State = "state";

    public async Task<HaltState> OfTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Tenants, tenant, Row, cancellationToken);
        if (row is null) return HaltState.Active;
        return Enum.TryParse<HaltState>(row.Text(State), out var state)
            ? state
            : throw new CorruptException($"tenant {tenant}: halt state '{row.Text(State)}' is not known");
    }

    public Task SetTenantAsync(string tenant, HaltState state, CancellationToken cancellationToken) =>
        tables.UpsertAsync(Names.Tenants, new TableRow(tenant, Row, new Dictionary<string, object?> { [State] = state.ToString() }), cancellationToken);

    /// <summary>The state that the order path obeys.</summary>
    public static HaltState Effective(HaltState tenant, PortfolioBook book, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(book);
        return (HaltState)Math.Max((int)tenant, Math.Max((int)book.Head.Halt, (int)book.SymbolOf(symbol).Halt));
    }
}
