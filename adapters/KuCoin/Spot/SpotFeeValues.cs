using System.Collections.Concurrent;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>Fees in the quote currency, whatever coin they were taken in.</summary>
/// <remarks>A third coin is valued at the last minute's close that was surely settled when the fill came: each look at the fill gives the same value.</remarks>
internal sealed class SpotFeeValues(KuCoinMarketData market)
{
    /// <summary>The minute before the fill's own may still take late trades.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(Symbol Pair, DateTimeOffset Before), decimal> prices = new();

    public async Task<(Money Fee, CoinFee? PaidIn)> OfAsync(SpotFill fill, Symbol symbol, Price price, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = SpotMapping.TradeId(fill);
        var amount = SpotMapping.Amount(fill.Fee, "fee", id) + SpotMapping.Amount(fill.Tax, "tax", id);
        if (amount == 0 || fill.FeeCurrency is not { Length: > 0 } coin || coin == symbol.Quote) return (new Money(amount), null);
        var value = coin == symbol.Base ? price.Value : await PriceAsync(coin, symbol.Quote, at, cancellationToken);
        return (new Money(amount * value), new CoinFee(coin, new Quantity(amount)));
    }

    private async Task<decimal> PriceAsync(string coin, string quote, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (!Symbol.TryParse($"{coin}-{quote}", out var pair)) throw SpotMapping.Unsound(coin, "no coin's name");
        var before = KuCoinInterval.Minute1.OpenOf(at) - Settled + TimeSpan.FromMinutes(1);
        if (prices.TryGetValue((pair, before), out var known)) return known;
        var candles = await AskAsync(pair, before, cancellationToken);
        if (candles.Count == 0) throw new TransientException($"KuCoin has no price of {pair} before {before:u}, in which a fee was taken; ask again");
        return prices[(pair, before)] = candles[^1].Close;
    }

    private async Task<IReadOnlyList<Candle>> AskAsync(Symbol pair, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            return await market.GetCandlesAsync(pair, KuCoinInterval.Minute1, before - Reach, before, cancellationToken);
        }
        catch (MarketRefusedException refused)
        {
            throw new TransientException(refused.Message, refused);
        }
    }
}
