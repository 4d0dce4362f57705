using PowerTrader.Adapters.Live;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;

namespace PowerTrader.Host.CommandLine;

public enum MarketKind
{
    Simulated,
    KuCoin,
    Coinbase,
    Replay,
}

/// <summary>Options of <c>run</c>, checked.</summary>
/// <param name="Speed">Trading seconds per wall second after the opening days; infinite for <c>max</c>. Null: 60, or real time on a real market.</param>
/// <param name="Cycles">Stop when the data folder counts this many trade ticks; null runs on.</param>
/// <param name="Port">0 serves no HTTP.</param>
internal sealed record RunOptions(
    string DataFolder, MarketKind Market, string? ReplayFile, double Speed, long Seed, long? Cycles, IReadOnlyList<Symbol> Coins, Money Cash, int Port, bool Json)
{
    /// <summary>Rules of strategy, risk and costs, and everything else that the settings say.</summary>
    public TraderSettings Settings { get; init; } = TraderSettings.Default;

    /// <summary>Who executes real money; null for paper.</summary>
    public string? Venue => Settings.IsLive ? Settings.Venue : null;

    /// <summary>What a person typed to allow real money; null where nothing was.</summary>
    public string? Confirmation { get; init; }

    /// <summary>Waits for the end of a trader that runs here, and takes over.</summary>
    public bool Standby { get; init; }

    /// <summary>A real market: its time cannot be sped up.</summary>
    public bool IsRealTime => Market is MarketKind.KuCoin or MarketKind.Coinbase;

    public static IReadOnlyList<Symbol> DefaultCoins => TraderSettings.Default.Coins;

    public static string DefaultDataFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "powertrader");

    /// <exception cref="UsageException">Every fault is listed.</exception>
    public static RunOptions Parse(RunTexts texts)
    {
        var faults = new OptionFaults();
        var folder = faults.PathOf("--data", texts.Data, DefaultDataFolder);
        var loaded = SettingsFile.Load(folder, texts.Config, texts.Profile, texts.Sets, texts.Market);
        var (kind, file) = ReadMarket(faults, texts.Market ?? loaded.Settings.Market);
        var coins = kind == MarketKind.Replay ? ReplayCoins(faults, texts.Coins, file) : faults.Coins("--coins", texts.Coins, loaded.Settings.Coins, MarketDefaults.QuoteOf(loaded.Settings.Market));
        // Overrides belong to the coins that are traded, so the other settings are read for those.
        if (!coins.SequenceEqual(loaded.Settings.Coins)) loaded = SettingsFile.Load(folder, texts.Config, texts.Profile, texts.Sets, texts.Market, SoundCoins(coins));
        var settings = loaded.Settings;
        foreach (var fault in loaded.Faults) faults.AddLine(fault);
        var json = texts.Json;
        var options = new RunOptions(
            folder, kind, file,
            faults.Speed("--speed", texts.Speed, kind is MarketKind.KuCoin or MarketKind.Coinbase ? 1 : 60),
            faults.Whole("--seed", texts.Seed, 1, 0, long.MaxValue / 2),
            texts.Cycles is null ? null : faults.Whole("--cycles", texts.Cycles, 500, 1, 1_000_000_000),
            coins,
            new Money(faults.Number("--cash", texts.Cash, settings.Cash.Amount, 10, 1_000_000_000)),
            (int)faults.Whole("--port", texts.Port, json ? 0 : settings.Port, 0, 65535),
            json)
        { Settings = settings, Standby = texts.Standby, Confirmation = texts.Confirmation };
        foreach (var fault in LiveSettings.Faults(settings, options.IsRealTime, (key, value) => key == "market" ? $"--market {value}" : $"--set {key}={value}")) faults.AddLine(fault);
        if (options.IsRealTime && texts.Speed is not null) faults.Add("--speed", texts.Speed, "has no meaning on a real market", "leave it out, or use --market sim");
        faults.ThrowIfAny();
        return options;
    }

    /// <summary>Null where the coins have a fault of their own, which is told as such.</summary>
    private static IReadOnlyList<Symbol>? SoundCoins(IReadOnlyList<Symbol> coins) =>
        SettingRules.Fault(new SettingValue(SettingCatalogue.Find("coins")!, string.Join(',', coins), "--coins")) is null ? coins : null;

    private static (MarketKind, string?) ReadMarket(OptionFaults faults, string? text)
    {
        switch (text)
        {
            case null or "sim":
                return (MarketKind.Simulated, null);
            case "kucoin":
                return (MarketKind.KuCoin, null);
            case "coinbase":
                return (MarketKind.Coinbase, null);
            case not null when text.StartsWith("replay:", StringComparison.Ordinal) && text.Length > 7:
                var file = text[7..];
                if (Directory.Exists(file)) faults.Add("--market", text, "names a folder", "name the CSV file in it");
                else if (!File.Exists(file)) faults.Add("--market", text, "names a file that does not exist", "check the path of the CSV file");
                return (MarketKind.Replay, file);
            default:
                faults.Add("--market", text, "must be sim, kucoin, coinbase or replay:FILE.csv", "for example --market kucoin");
                return (MarketKind.Simulated, null);
        }
    }

    /// <summary>The symbol stands in the file's name (<c>kucoin_BTC-USDT_1h.csv</c>), or is given.</summary>
    private static IReadOnlyList<Symbol> ReplayCoins(OptionFaults faults, string? text, string? file)
    {
        if (text is not null)
        {
            var coins = faults.Coins("--coins", text, DefaultCoins);
            if (coins.Count != 1) faults.Add("--coins", text, "must name the one coin of the replayed file", "for example --coins BTC");
            return coins;
        }
        return [Running.CandleFiles.SymbolOf(file ?? "")];
    }
}

/// <summary>The same options as typed.</summary>
internal sealed record RunTexts(
    string? Data, string? Market, string? Speed, string? Seed, string? Cycles, string? Coins, string? Cash, string? Port, bool Json)
{
    public bool Standby { get; init; }

    public string? Confirmation { get; init; }

    public string? Config { get; init; }

    public string? Profile { get; init; }

    public IReadOnlyList<string> Sets { get; init; } = [];
}
