using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Data or an error, never both.</summary>
public sealed record RobinhoodResult<T>(T? Data, RobinhoodError? Error)
{
    [MemberNotNullWhen(true, nameof(Data))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;
}

/// <summary>One request as it is sent.</summary>
/// <param name="Name">For people: the address holds the account number and is in no message.</param>
/// <param name="Path">With trailing slash and query.</param>
/// <param name="Body">The very text to send; null where there is none.</param>
/// <param name="Reserve">Tokens left to what matters more: zero for orders and cancels.</param>
internal sealed record RobinhoodCall(string Name, HttpMethod Method, string Path, string? Body = null, int Reserve = RobinhoodCall.ReadReserve)
{
    public const int ReadReserve = 20;

    /// <summary>By this machine's clock, when it was decided to send it: what is signed, so that the venue refuses one that was held up. Null for the moment of sending.</summary>
    public DateTimeOffset? IntendedAt { get; init; }

    public override string ToString() => $"{Method} {Name}";
}

/// <summary>What came back of one attempt.</summary>
/// <param name="Status">Zero where no answer came.</param>
/// <param name="WasSent">False where it is certain that nothing left this machine.</param>
internal sealed record RobinhoodReply(HttpStatusCode Status, byte[] Body, RobinhoodError? Error, bool WasSent = true)
{
    /// <summary>How long the venue asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Another attempt is allowed and may help.</summary>
    public bool MayRepeat { get; init; }

    public bool ClockLearnt { get; init; }
}
