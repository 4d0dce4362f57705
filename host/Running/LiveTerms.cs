using System.Globalization;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>What the settings must say before real money may be asked for, and the words under which a person allows it.</summary>
internal static class LiveTerms
{
    private static readonly string[] CapKeys = ["live.maxOrder", "live.maxPerDay", "live.maxHeld"];

    /// <summary>Every reason why these settings cannot trade real money: setting, value, rule, remedy. Empty for paper.</summary>
    public static IEnumerable<string> Faults(TraderSettings settings, MarketKind market)
    {
        if (!settings.IsLive) yield break;
        if (settings.Venue is null) yield return "venue 'none' must be kucoin or robinhood where mode is live; for example --set venue=kucoin";
        else foreach (var fault in VenueAccounts.Faults(settings.Venue, settings.VenueOptions)) yield return fault;
        if (market is not (MarketKind.KuCoin or MarketKind.Coinbase))
            yield return "mode 'live' needs the prices of a real market; for example --market kucoin";
        var caps = settings.Risk.Caps;
        foreach (var (key, cap) in CapKeys.Zip([caps.MaxOrder, caps.MaxPerDay, caps.MaxHeld]))
        {
            if (cap <= Core.Markets.Money.Zero) yield return $"{key} '0' must be set where mode is live: real money has no default; for example --set {key}=50";
        }
        if (caps.Coins.Count == 0) yield return "live.coins '' must name the coins that real money may buy; for example --set live.coins=BTC,ETH";
        else if (settings.Coins.FirstOrDefault(coin => !caps.Coins.Contains(coin.Base)) is { Value.Length: > 0 } other)
            yield return $"coins '{other}' is not among live.coins '{string.Join(',', caps.Coins)}'; allow it there, or take it out of coins";
    }

    /// <summary>What is allowed: other caps, coins or another venue ask anew.</summary>
    public static string Of(TraderSettings settings) => string.Create(CultureInfo.InvariantCulture, $"{settings.Venue}: {settings.Risk.Caps}");

    /// <summary>What a person types, so that it cannot be typed by mistake.</summary>
    public static string Words(TraderSettings settings) =>
        string.Create(CultureInfo.InvariantCulture, $"real money at {settings.Venue} up to {settings.Risk.Caps.MaxHeld.Amount:0.##}");
}
