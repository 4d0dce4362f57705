using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Compliance;

/// <summary>What was asked and not answered.</summary>
public abstract partial class MarketDataCompliance
{
    [Trait("Source", Replies)]
    [Fact(DisplayName = "Lost reply of a read: it is repeated, and the answer is the one that nobody lost")]
    public async Task Reads_ReplyLost_AreRepeatedAndEqual()
    {
        var replies = new LostReplies(1, 3, 5, 7);
        var losing = replies.Over(Market);

        (await RepeatedAsync(() => losing.GetCandlesAsync(Listed, Timeframe.Hour1, Open - 24 * Hour, Open, Token))).ShouldBe(await CandlesAsync(Open - 24 * Hour, Open));
        (await RepeatedAsync(() => losing.GetQuoteAsync(Listed, Token))).ShouldBe(await Market.GetQuoteAsync(Listed, Token));
        (await RepeatedAsync(() => losing.GetInstrumentsAsync(Token))).ShouldBe(await Market.GetInstrumentsAsync(Token));
        (await RepeatedAsync(() => losing.GetServerTimeAsync(Token))).ShouldBe(Now, TimeSpan.FromMilliseconds(1));

        replies.Lost.ShouldBe(
            [nameof(IMarketData.GetCandlesAsync), nameof(IMarketData.GetQuoteAsync), nameof(IMarketData.GetInstrumentsAsync), nameof(IMarketData.GetServerTimeAsync)]);
    }

    private static async Task<T> RepeatedAsync<T>(Func<Task<T>> read)
    {
        await Should.ThrowAsync<TransientException>(read);
        return await read();
    }
}
