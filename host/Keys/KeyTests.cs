using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Host.Keys;

/// <summary>Which venues can be asked whether keys work, and what their answers mean to people.</summary>
internal static class KeyTests
{
    /// <summary>One for each venue that this program can ask.</summary>
    /// <param name="settings">Say how their venue is spoken to; the others are asked by their defaults.</param>
    public static IReadOnlyList<IKeyTest> Of(TraderSettings settings) =>
        [.. VenueSecrets.Venues.Select(venue => new BrokerKeyTest(venue, venue == settings.Venue ? settings.VenueOptions : new Dictionary<string, string>()))];

    public static async Task<KeyTestResult> RunAsync(IReadOnlyList<IKeyTest> tests, string venue, PortfolioKey portfolio, ISecretStore secrets, CancellationToken cancellationToken)
    {
        var test = tests.FirstOrDefault(each => each.Venue == venue);
        if (test is null) return new KeyTestResult(KeyTestOutcome.NotTested, $"this program cannot ask {venue} yet");
        try
        {
            return await test.TestAsync(portfolio, secrets, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException or HttpRequestException)
        {
            return new KeyTestResult(KeyTestOutcome.Unreachable, fault.Message);
        }
    }

    /// <summary>Whether the keys are to be stored without being asked again.</summary>
    public static bool IsGood(KeyTestOutcome outcome) => outcome is KeyTestOutcome.Works or KeyTestOutcome.NotTested or KeyTestOutcome.Unreachable;

    public static string Say(string venue, KeyTestResult result)
    {
        var detail = result.Detail is { Length: > 0 } text ? $" ({text.TrimEnd('.')})" : "";
        return result.Outcome switch
        {
            KeyTestOutcome.Works => $"{venue}: the keys work and may trade{detail}.",
            KeyTestOutcome.Refused => $"{venue} refuses the keys{detail}. Check that all parts belong to the same key; if it was made with an address list, that this machine's address is on it.",
            KeyTestOutcome.ClockSkew => $"{venue}: this machine's clock is wrong{detail}, and no signature counts. Synchronise it, then test again.",
            KeyTestOutcome.LacksTradePermission => $"{venue}: the keys read the account and may not trade{detail}. Permissions are fixed when a key is made: make a new one with the right to trade.",
            KeyTestOutcome.Unreachable => $"{venue} could not be asked{detail}: whether the keys work is not known. 'powertrader keys test {venue}' asks again.",
            _ => $"{venue}: NOT TESTED{detail}: whether the keys work is not known.",
        };
    }

    public static string Word(KeyTestOutcome outcome) => outcome switch
    {
        KeyTestOutcome.Works => "works",
        KeyTestOutcome.Refused => "refused",
        KeyTestOutcome.ClockSkew => "clock-skew",
        KeyTestOutcome.LacksTradePermission => "lacks-trade-permission",
        KeyTestOutcome.Unreachable => "unreachable",
        _ => "not-tested",
    };
}
