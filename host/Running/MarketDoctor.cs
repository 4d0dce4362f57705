using System.Globalization;
using PowerTrader.Adapters.Coinbase;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Asks a real market everything a trader will ask it, once each, and says in a line what came of it.</summary>
internal sealed class MarketDoctor(Action<bool, string> say, MarketWiring wiring)
{
    /// <summary>Nothing else is asked where the market does not even tell the time: every answer would be the same.</summary>
    public async Task CheckAsync(MarketKind kind, CancellationToken cancellationToken)
    {
        var isKuCoin = kind == MarketKind.KuCoin;
        var name = isKuCoin ? "KuCoin" : "Coinbase";
        var coin = Symbol.Parse("BTC-" + MarketDefaults.QuoteOf(isKuCoin ? "kucoin" : "coinbase"));
        using var http = MarketConnection.Http(isKuCoin ? KuCoinPublicClient.BaseAddress : CoinbaseMarketData.BaseAddress, wiring);
        // One question each: a person waits for the answer, and a retry would hide what the doctor is asked for.
        using var client = new KuCoinPublicClient(http, wiring.Time, mayWait: false);
        using var coinbase = new CoinbaseMarketData(http, wiring.Time, mayWait: false);
        IMarketData market = isKuCoin ? new KuCoinMarketData(client, MarketId.KuCoin, wiring.Time) : coinbase;
        if (!await AskAsync(name, "server time", () => ClockAsync(name, market, cancellationToken))) return;
        await AskAsync(name, "candles", async () =>
        {
            var end = Timeframe.Hour1.OpenOf(wiring.Time.GetUtcNow());
            var candles = await market.GetCandlesAsync(coin, Timeframe.Hour1, end.AddHours(-24), end, cancellationToken);
            return (candles.Count > 0, string.Create(CultureInfo.InvariantCulture, $"{candles.Count} hourly candles of {coin} for the last day{(candles.Count > 0 ? "" : "; try again later")}"));
        });
        await AskAsync(name, "ticker", async () => await market.GetQuoteAsync(coin, cancellationToken) is { } quote
            ? (true, $"{coin} at {quote.Bid} to {quote.Ask}")
            : (false, $"no quote of {coin}; try again later"));
        if (market is KuCoinMarketData kuCoin)
            await AskAsync(name, "stream", async () => (true, $"a token for the server {(await kuCoin.GetStreamServerAsync(cancellationToken)).Host}"));
    }

    private async Task<(bool, string)> ClockAsync(string name, IMarketData market, CancellationToken cancellationToken)
    {
        var offset = await ClockOffset.MeasureAsync(market, wiring.Time, cancellationToken);
        return (!offset.IsBeyond(ClockOffset.Limit), $"{name}'s clock is {offset} from this machine's" + (offset.IsBeyond(ClockOffset.Limit) ? "; synchronise this machine's clock"
            : offset.IsWithin(ClockOffset.Limit) ? "" : "; the connection is too slow to tell more"));
    }

    /// <returns>False where it failed.</returns>
    private async Task<bool> AskAsync(string name, string what, Func<Task<(bool Ok, string Text)>> ask)
    {
        try
        {
            var (ok, text) = await ask();
            say(ok, $"{name} {what}: {text}");
            return true;
        }
        catch (Exception fault) when (fault is TransientException or MarketRefusedException)
        {
            say(false, $"{name} {what}: {fault.Message}");
            return false;
        }
    }
}
