namespace PowerTrader.Adapters.Robinhood;

/// <summary>How the venue is spoken to.</summary>
/// <param name="Version">1: the spread is in the quotes. 2: exchange prices and a fee.</param>
public sealed record RobinhoodOptions(int Version = 2)
{
    public const string BaseAddress = "https://trading.robinhood.com";

    /// <summary>Where several accounts may be traded (version 2), the <c>account_type</c> of the one to use.</summary>
    public string AccountType { get; init; } = "individual";

    /// <summary>A clock this far from the venue's is corrected in every signature; one farther off is an error for a person.</summary>
    public TimeSpan MaxSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>False where time stands still during a call, as on a simulated clock: then nothing is waited for.</summary>
    public bool MayWait { get; init; } = true;
}
