using System.Diagnostics.CodeAnalysis;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>Refusals of the venue as the port's exceptions, with what a person can do.</summary>
internal static class SpotErrors
{
    /// <summary>Data, or the exception.</summary>
    public static T Require<T>(VenueResult<T> result)
    {
        if (!result.IsSuccess) Throw(result.Error);
        return result.Data;
    }

    /// <exception cref="VenueAccessException">It goes on failing until a person acts.</exception>
    /// <exception cref="TransientException">Anything else.</exception>
    [DoesNotReturn]
    public static void Throw(KuCoinError error)
    {
        var text = $"KuCoin: {error.Message} [{error.Code}]";
        throw error.Kind switch
        {
            KuCoinErrorKind.Clock => new VenueAccessException(VenueAccess.Clock, text),
            KuCoinErrorKind.Forbidden => new VenueAccessException(
                VenueAccess.Key, $"{text}; check key, secret and passphrase, and that the setting keyVersion is the version shown for the key"),
            KuCoinErrorKind.Permission => new VenueAccessException(VenueAccess.Permission, $"{text}; give the key the rights General and Spot on KuCoin's website"),
            KuCoinErrorKind.AccountBlocked => new VenueAccessException(VenueAccess.Permission, $"{text}; the account itself is restricted: see KuCoin's website or its support"),
            KuCoinErrorKind.Address => new VenueAccessException(VenueAccess.Address, $"{text}; add this machine's address to the key's IP list on KuCoin's website"),
            KuCoinErrorKind.Region => new VenueAccessException(VenueAccess.Region, $"{text}; KuCoin does not serve this place, so no order can be sent from here: use another venue"),
            _ => new TransientException(text),
        };
    }
}
