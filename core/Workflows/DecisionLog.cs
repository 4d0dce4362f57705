using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>The stored decisions, as <c>explain</c> reads them.</summary>
public static class DecisionLog
{
    /// <summary>Of one coin, newest first.</summary>
    public static async Task<IReadOnlyList<DecisionRecord>> ReadAsync(
        ITableStore tables, PortfolioKey key, Symbol symbol, int limit, CancellationToken cancellationToken)
    {
        var found = new List<DecisionRecord>();
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Decisions, key.ToString()), cancellationToken))
        {
            if (Wire.Read<DecisionRecord>(row.Json) is { } decision && decision.Symbol == symbol) found.Add(decision);
            if (found.Count == limit) break;
        }
        return found;
    }
}
