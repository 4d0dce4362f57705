using System.Diagnostics.CodeAnalysis;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>Data or an error, never both.</summary>
/// <param name="RetryAfter">How long the venue asks to wait; null where it does not say.</param>
public sealed record VenueResult<T>(T? Data, KuCoinError? Error, TimeSpan? RetryAfter = null)
{
    [MemberNotNullWhen(true, nameof(Data))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;
}
