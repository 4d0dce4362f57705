using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Tests.Prediction;

public class SoundModelTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static SoundModel Trained(int candles)
    {
        var model = new SoundModel(Timeframe.Hour1);
        for (var i = 0; i < candles; i++) model.Learn(At(i));
        return model;
    }

    private static Candle At(int hour)
    {
        var open = 100m + hour * 7919 % 13;
        var close = open + hour * 104729 % 5 - 2;
        return new Candle(Start.AddHours(hour), open, Math.Max(open, close) + 1 + hour % 3, Math.Min(open, close) - 1 - hour % 2, close, 10);
    }

    [Fact]
    public void Next_TooFewCandles_AbstainsByName()
    {
        var forecast = Trained(10).Next();

        forecast.IsActive.ShouldBeFalse();
        forecast.Abstains.ShouldBe("9 candles remembered, 50 needed");
    }

    [Fact]
    public void Next_Trained_IsAroundTheLastCloseAndNamesItsCandle()
    {
        var forecast = Trained(500).Next();

        forecast.CandleOpen.ShouldBe(Start.AddHours(500));
        forecast.High!.Value.ShouldBeGreaterThan(forecast.LastClose);
        forecast.Low!.Value.ShouldBeLessThan(forecast.LastClose);
    }

    [Fact]
    public void Load_WhatWasSaved_LearnsOnByteForByte()
    {
        var one = Trained(9000);
        var other = SoundModelCodec.Read(one.Save("test"), "test");
        for (var i = 9000; i < 9500; i++)
        {
            one.Learn(At(i));
            other.Learn(At(i));
        }

        other.Save("test").ShouldBe(one.Save("test"));
        other.Next().ShouldBe(one.Next());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    public void Load_FlippedBit_IsRefusedByName(int at)
    {
        var bytes = Trained(200).Save("BTC/1hour");
        bytes[at < 0 ? bytes.Length - 1 : at] ^= 1;

        Should.Throw<CorruptException>(() => SoundModelCodec.Read(bytes, "BTC/1hour")).Message.ShouldContain("BTC/1hour");
    }

    [Fact]
    public void Load_Truncated_IsRefusedByName() =>
        Should.Throw<CorruptException>(() => SoundModelCodec.Read(Trained(200).Save("BTC/1hour")[..90], "BTC/1hour")).Message.ShouldContain("BTC/1hour");

    [Fact]
    public void Load_OfAnotherCoin_IsRefusedByBothNames() =>
        Should.Throw<CorruptException>(() => SoundModelCodec.Read(Trained(200).Save("kucoin/ETH-USDT/1hour/sound"), "kucoin/BTC-USDT/1hour/sound"))
            .Message.ShouldBe("model kucoin/BTC-USDT/1hour/sound is in truth that of kucoin/ETH-USDT/1hour/sound; train again with 'powertrader train'");

    [Fact]
    public void Load_FirstVersion_IsStillRead()
    {
        var model = Trained(200);
        var now = model.Save("");
        // Version 1 is the same without the id: one length byte here.
        byte[] before = [.. now[..4], 1, 0, 0, 0, .. now[9..^32]];

        SoundModelCodec.Read([.. before, .. System.Security.Cryptography.SHA256.HashData(before)], "any").Next().ShouldBe(model.Next());
    }

    [Fact]
    public void Learn_OlderCandle_Throws()
    {
        var model = Trained(10);

        Should.Throw<ArgumentException>(() => model.Learn(At(3)));
    }
}
