using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;

namespace PowerTrader.Adapters.Live;

/// <summary>What the settings must say before real money may be asked for.</summary>
public static class LiveSettings
{
    private static readonly string[] CapKeys = ["live.maxOrder", "live.maxPerDay", "live.maxHeld"];

    /// <summary>Every reason why these settings cannot trade real money: setting, value, rule, remedy. Empty for paper.</summary>
    /// <param name="isRealMarket">Whether prices come from a market of this world.</param>
    /// <param name="set">How a person gives a setting a value: <c>--set venue=kucoin</c>.</param>
    public static IEnumerable<string> Faults(TraderSettings settings, bool isRealMarket, Func<string, string, string> set)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(set);
        if (!settings.IsLive) yield break;
        if (settings.Venue is null) yield return $"venue 'none' must be kucoin or robinhood where mode is live; for example {set("venue", "kucoin")}";
        else foreach (var fault in VenueAccounts.Faults(settings.Venue, settings.VenueOptions)) yield return fault;
        if (!isRealMarket) yield return $"mode 'live' needs the prices of a real market; for example {set("market", "kucoin")}";
        var caps = settings.Risk.Caps;
        foreach (var (key, cap) in CapKeys.Zip([caps.MaxOrder, caps.MaxPerDay, caps.MaxHeld]))
        {
            if (cap <= Money.Zero) yield return $"{key} '0' must be set where mode is live: real money has no default; for example {set(key, "50")}";
        }
        if (caps.Coins.Count == 0) yield return $"live.coins '' must name the coins that real money may buy; for example {set("live.coins", "BTC,ETH")}";
        else if (settings.Coins.FirstOrDefault(coin => !caps.Coins.Contains(coin.Base)) is { Value.Length: > 0 } other)
            yield return $"coins '{other}' is not among live.coins '{string.Join(',', caps.Coins)}'; allow it there, or take it out of coins";
    }
}
