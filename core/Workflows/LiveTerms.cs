using System.Globalization;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Workflows;

/// <summary>What a person allows real money to do, and the words of it.</summary>
public static class LiveTerms
{
    /// <summary>What is allowed: other caps, coins or another venue ask anew.</summary>
    public static string Of(TraderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Of(settings.Venue, settings.Risk.Caps);
    }

    /// <summary>The same of caps as the order path knows them.</summary>
    public static string Of(string? venue, HardCaps caps) => string.Create(CultureInfo.InvariantCulture, $"{venue}: {caps}");

    /// <summary>What a person types, so that it cannot be typed by mistake.</summary>
    public static string Words(TraderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return string.Create(CultureInfo.InvariantCulture, $"real money at {settings.Venue} up to {settings.Risk.Caps.MaxHeld.Amount:0.##}");
    }

    /// <summary>What stands in a setting that outlives its author's attention: it names the portfolio and everything that is allowed, so that no later change is covered by it.</summary>
    public static string Words(string portfolio, TraderSettings settings) => $"real money of {portfolio} at {Of(settings)}";
}
