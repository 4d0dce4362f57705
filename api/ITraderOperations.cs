namespace PowerTrader.Api;

/// <summary>What the API asks of the trader behind it.</summary>
public interface ITraderOperations
{
    Task<TraderStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <param name="symbol">Null for the whole portfolio.</param>
    /// <returns>Null where done, else why not: the field, the value and the rule.</returns>
    Task<string?> SetHaltAsync(string state, string? symbol, string reason, CancellationToken cancellationToken);

    /// <summary>The emergency stop: nothing more is sent, open orders are cancelled, and, where asked, positions are sold.</summary>
    Task<StopView> StopAsync(bool sell, string reason, CancellationToken cancellationToken);
}

/// <summary>What an emergency stop did.</summary>
/// <param name="State"><c>halted</c>, or <c>reducing</c> while positions are being sold.</param>
/// <param name="Clean">Nothing is left that a person has to look at.</param>
public sealed record StopView(string State, bool Clean, IReadOnlyList<StopStepView> Steps);

/// <param name="Outcome"><c>cancelled</c>, <c>filled</c>, <c>unknown</c>, <c>selling</c> or <c>held</c>.</param>
public sealed record StopStepView(string Subject, string Outcome, string Text);
