using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Which orders a list holds; null does not narrow it. Instants are inclusive.</summary>
/// <param name="Id">Version 1 only.</param>
/// <param name="Side">buy or sell.</param>
/// <param name="State">One of the venue's states; the two versions know different ones.</param>
/// <param name="Type">limit, market, stop_limit or stop_loss.</param>
/// <param name="PageSize">Version 1 only.</param>
public sealed record RobinhoodOrderFilter(
    DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, DateTimeOffset? UpdatedFrom = null, DateTimeOffset? UpdatedTo = null,
    Symbol? Symbol = null, string? Id = null, string? Side = null, string? State = null, string? Type = null, int? PageSize = null);
