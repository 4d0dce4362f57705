using System.Globalization;
using System.Security.Cryptography;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Which market, found out before the store is opened, because the store is the market's own.</summary>
internal sealed record MarketChoice(MarketId Id, MarketKind Kind, long Seed, CandleSeries? Recorded, Symbol RecordedSymbol)
{
    /// <summary>Share of a recorded file that is history when trading begins.</summary>
    private const double ReplayHistory = 0.25;

    /// <summary>Of fewer candles no closed one lies in the history.</summary>
    private const int LeastReplayed = 8;

    /// <summary>Who executes real money; null for paper.</summary>
    public string? Venue { get; init; }

    public StoreName Store => new(Id, Venue);

    public DateTimeOffset TradingStart => Kind switch
    {
        MarketKind.Simulated => SimulatedMarket.TradingStart,
        MarketKind.Replay => Recorded!.Candles[(int)(Recorded.Candles.Count * ReplayHistory)].OpenTime,
        _ => DateTimeOffset.UnixEpoch,
    };

    /// <summary>The market of a store that is looked at. Of a replayed one the stored quotes suffice: the file may be gone.</summary>
    public static MarketChoice OfStore(StoreName name)
    {
        var market = name.Market;
        var kind = market == MarketId.KuCoin ? MarketKind.KuCoin : market == MarketId.Coinbase ? MarketKind.Coinbase : MarketKind.Simulated;
        var seed = market.Value.StartsWith("sim-", StringComparison.Ordinal) ? long.Parse(market.Value[4..], CultureInfo.InvariantCulture) : 0;
        return new(market, kind, seed, null, default) { Venue = name.Venue };
    }

    /// <exception cref="UsageException">The replayed file is not sound.</exception>
    public static MarketChoice From(RunOptions options)
    {
        switch (options.Market)
        {
            case MarketKind.KuCoin:
                return new(MarketId.KuCoin, options.Market, 0, null, default) { Venue = options.Venue };
            case MarketKind.Coinbase:
                return new(MarketId.Coinbase, options.Market, 0, null, default) { Venue = options.Venue };
            case MarketKind.Replay:
                var series = CandleFiles.Read(options.ReplayFile!, Timeframe.Hour1, LeastReplayed);
                var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(options.ReplayFile!)));
                return new(MarketId.Replay(hash), options.Market, 0, series, options.Coins[0]);
            default:
                return new(MarketId.Simulated(options.Seed), options.Market, options.Seed, null, default);
        }
    }
}
