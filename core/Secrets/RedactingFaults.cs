using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Secrets;

/// <summary>Takes secrets out of what a venue's client throws.</summary>
internal static class RedactingFaults
{
    public static async Task<T> AskAsync<T>(this Redactor redactor, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is not OperationCanceledException && redactor.Finds(fault.ToString()))
        {
            throw Cleaned(redactor, fault);
        }
    }

    /// <summary>The same kind without the inner exceptions, which may hold the request. A kind of its own becomes "it may have happened", the careful one.</summary>
    private static Exception Cleaned(Redactor redactor, Exception fault)
    {
        var message = redactor.Clean(fault.Message);
        return fault switch
        {
            StoreFaultException => new StoreFaultException(message),
            VenueAccessException refused => new VenueAccessException(refused.Access, message),
            TransientException => new TransientException(message),
            CorruptException => new CorruptException(message),
            MarketRefusedException refused => new MarketRefusedException(refused.Refusal, message),
            AmbiguousException => new AmbiguousException(message),
            _ => new AmbiguousException($"{fault.GetType().Name}: {message}"),
        };
    }
}
