namespace PowerTrader.Api;

/// <summary>A value, or why there is none: the field, the value, the rule and the remedy.</summary>
public sealed record Answer<T>(T? Value, string? Refusal)
    where T : class;

/// <summary>What the API asks about money and coins that come and go outside trades.</summary>
public interface IBookOperations
{
    /// <summary>Compares the books with the venue now.</summary>
    Task<ReconciliationView> ReconcileAsync(CancellationToken cancellationToken);

    /// <summary>Moves money or coins at the paper venue, and reconciles. Paper portfolios only.</summary>
    /// <param name="amount">Negative takes out.</param>
    /// <param name="coin">Null for cash.</param>
    /// <param name="key">The same key moves once; null moves at every call.</param>
    Task<Answer<ReconciliationView>> MoveAsync(decimal amount, string? coin, string? key, CancellationToken cancellationToken);

    Task<Answer<AdoptionView>> PreviewAdoptionAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken);

    /// <summary>Makes a deal of unmanaged coins. A second call finds the deal open and is refused.</summary>
    Task<Answer<AdoptionView>> AdoptAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken);

    /// <summary>Takes coins that left a deal as known to the user.</summary>
    Task<Answer<ConfirmationView>> ConfirmAsync(string coin, CancellationToken cancellationToken);

    Task<IReadOnlyList<AlertView>> GetAlertsAsync(int limit, CancellationToken cancellationToken);
}
