namespace PowerTrader.Api;

/// <summary>What the API asks of the trader behind it.</summary>
public interface ITraderOperations
{
    Task<TraderStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <param name="symbol">Null for the whole portfolio.</param>
    /// <returns>Null where done, else why not: the field, the value and the rule.</returns>
    Task<string?> SetHaltAsync(string state, string? symbol, string reason, CancellationToken cancellationToken);
}
