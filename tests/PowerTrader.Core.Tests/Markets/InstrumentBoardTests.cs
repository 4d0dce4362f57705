using PowerTrader.Core.Markets;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Markets;

public class InstrumentBoardTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryTableStore tables = new();

    [Fact]
    public async Task Update_FirstTime_KnowsThemAndHasNothingToTell()
    {
        var board = await BoardAsync();

        (await UpdateAsync(board, Of(Btc), Of(Eth))).ShouldBeEmpty();

        board.All.ShouldBe([Of(Btc), Of(Eth)]);
    }

    [Fact]
    public async Task Update_SuspendedAndBack_IsToldOnceEach()
    {
        var board = await BoardAsync();
        await UpdateAsync(board, Of(Btc), Of(Eth));

        (await UpdateAsync(board, Of(Btc) with { EnableTrading = false }, Of(Eth))).ShouldBe([(Btc, "kucoin has suspended its trading")]);
        (await UpdateAsync(board, Of(Btc) with { EnableTrading = false }, Of(Eth))).ShouldBeEmpty();
        (await UpdateAsync(board, Of(Btc), Of(Eth))).ShouldBe([(Btc, null)]);
    }

    [Fact]
    public async Task Update_Delisted_KeepsItsIncrementsAndIsNotTradable()
    {
        var board = await BoardAsync();
        await UpdateAsync(board, Of(Btc), Of(Eth));

        (await UpdateAsync(board, Of(Eth))).ShouldBe([(Btc, "kucoin no longer lists it")]);

        board.Of(Btc).ShouldBe(Of(Btc) with { EnableTrading = false });
    }

    [Fact]
    public async Task Load_AfterARestart_IsWhatWas()
    {
        await UpdateAsync(await BoardAsync(), Of(Btc) with { EnableTrading = false }, Of(Eth));

        var board = await BoardAsync();

        board.CheckedAt.ShouldBe(Now);
        board.All.ShouldBe([Of(Btc) with { EnableTrading = false }, Of(Eth)]);
    }

    private static Instrument Of(Symbol symbol) => new(symbol, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(1000), new Money(0.1m), true);

    private static Task<IReadOnlyList<(Symbol Symbol, string? Trouble)>> UpdateAsync(InstrumentBoard board, params Instrument[] listed) =>
        board.UpdateAsync(listed, [Btc, Eth], Now, default);

    private async Task<InstrumentBoard> BoardAsync()
    {
        var board = new InstrumentBoard(tables, MarketId.KuCoin);
        await board.LoadAsync(default);
        return board;
    }
}
