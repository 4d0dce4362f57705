using System.Collections.Concurrent;
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

    private readonly ITableChanges? changes = tables as ITableChanges;
    private readonly ConcurrentDictionary<string, (HaltState State, long Count)> seen = new(StringComparer.Ordinal);

    /// <summary>What holds for a tenant at least, whatever is stored; asked at each look. Null for nothing.</summary>
    public Func<string, CancellationToken, Task<HaltState>>? Floor { get; init; }

    public async Task<HaltState> OfTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        var count = changes?.CountOf(Names.Tenants, tenant);
        var row = await tables.GetAsync(Names.Tenants, tenant, Row, cancellationToken);
        var state = HaltState.Active;
        if (row is not null && !Enum.TryParse(row.Text(State), out state))
            throw new CorruptException($"tenant {tenant}: halt state '{row.Text(State)}' is not known");
        if (count is { } known) seen[tenant] = (state, known);
        return Floor is null ? state : (HaltState)Math.Max((int)state, (int)await Floor(tenant, cancellationToken));
    }

    /// <summary>The state that was read last, where nothing can have changed it since; null asks for a read.</summary>
    public HaltState? Known(string tenant) =>
        Floor is null && changes is not null && seen.TryGetValue(tenant, out var last) && changes.CountOf(Names.Tenants, tenant) == last.Count ? last.State : null;

    public Task SetTenantAsync(string tenant, HaltState state, CancellationToken cancellationToken) =>
        tables.UpsertAsync(Names.Tenants, new TableRow(tenant, Row, new Dictionary<string, object?> { [State] = state.ToString() }), cancellationToken);

    /// <summary>The state that the order path obeys. A coin that is configured no longer is only sold.</summary>
    public static HaltState Effective(HaltState tenant, PortfolioBook book, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(book);
        var leaves = book.Head.Leaving.Count > 0 && book.Head.Leaving.Contains(symbol) ? HaltState.Reducing : HaltState.Active;
        return (HaltState)Math.Max(Math.Max((int)tenant, (int)leaves), Math.Max((int)book.Head.Halt, (int)book.SymbolOf(symbol).Halt));
    }
}
