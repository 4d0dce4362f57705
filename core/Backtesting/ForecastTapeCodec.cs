using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Backtesting;

/// <summary>A tape as bytes, so that forecasts are computed once for all runs over the same candles. Little-endian; the last 32 bytes are the SHA-256 of the rest.</summary>
public static class ForecastTapeCodec
{
    private const uint Magic = 0x50415450;
    private const int Version = 1;
    private const int BlockLength = 1 << 16;

    /// <param name="candles">Of which the tape was made: it is of no use with others.</param>
    public static byte[] Save(ForecastTape tape, IReadOnlyList<Candle> candles)
    {
        using var stream = new MemoryStream();
        Save(stream, tape, candles);
        return stream.ToArray();
    }

    /// <summary>Without the bytes in memory: of half a million bars they are 30 MB.</summary>
    /// <param name="stream">Is left open.</param>
    public static void Save(Stream stream, ForecastTape tape, IReadOnlyList<Candle> candles)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tape);
        using var sum = SHA256.Create();
        using (var hashed = new CryptoStream(stream, sum, CryptoStreamMode.Write, leaveOpen: true))
        {
            using var writer = new BinaryWriter(new BufferedStream(hashed, BlockLength));
            Write(writer, tape, candles);
        }
        stream.Write(sum.Hash!);
    }

    private static void Write(BinaryWriter writer, ForecastTape tape, IReadOnlyList<Candle> candles)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(SoundModel.ModelName);
        writer.Write((int)tape.Timeframe);
        writer.Write(tape.Bars);
        writer.Write(Fingerprint(candles));
        writer.Write(tape.HasForecasts);
        writer.Write(tape.Levels);
        foreach (var volatility in tape.Volatility) writer.Write(volatility);
        writer.Write(tape.HasBounds);
        foreach (var made in tape.Bounds?.All ?? [])
        {
            writer.Write(made.Count);
            foreach (var one in made)
            {
                writer.Write(one.Bar);
                writer.Write(one.Open);
                writer.Write(one.Low);
                writer.Write(one.High);
            }
        }
    }

    /// <returns>Null where the tape is of other candles, another timeframe, or made by another model or program.</returns>
    /// <exception cref="CorruptException">The bytes are damaged.</exception>
    public static ForecastTape? Load(byte[] bytes, Timeframe timeframe, IReadOnlyList<Candle> candles)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var stream = new MemoryStream(bytes);
        return Load(stream, timeframe, candles);
    }

    /// <summary>The same of a stream that can be sought in: it is read twice, first for its checksum, and closed.</summary>
    public static ForecastTape? Load(Stream stream, Timeframe timeframe, IReadOnlyList<Candle> candles)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(candles);
        stream.Position = 0;
        if (stream.Length < 64 || MagicOf(stream) != Magic) throw new CorruptException("it is no tape of forecasts");
        if (!IsWhole(stream)) throw new CorruptException("its checksum is wrong: it is damaged or was cut off");
        stream.Position = sizeof(uint);
        using var reader = new BinaryReader(new BufferedStream(stream, BlockLength), Encoding.UTF8);
        if (reader.ReadInt32() != Version || reader.ReadString() != SoundModel.ModelName || reader.ReadInt32() != (int)timeframe) return null;
        var bars = reader.ReadInt32();
        if (bars != candles.Count || !reader.ReadBytes(32).AsSpan().SequenceEqual(Fingerprint(candles))) return null;
        var hasForecasts = reader.ReadBoolean();
        var levels = reader.ReadBytes(bars * 3);
        var volatility = new long[bars];
        for (var i = 0; i < bars; i++) volatility[i] = reader.ReadInt64();
        return new ForecastTape(timeframe, hasForecasts, levels, volatility, reader.ReadBoolean() ? Bounds(reader) : null);
    }

    private static TapeBounds Bounds(BinaryReader reader)
    {
        var bounds = new TapeBounds();
        foreach (var made in bounds.All)
        {
            var count = reader.ReadInt32();
            made.Capacity = count;
            for (var i = 0; i < count; i++) made.Add(new TapeBounds.Made(reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble()));
        }
        return bounds;
    }

    private static uint MagicOf(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private static bool IsWhole(Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockLength];
        stream.Position = 0;
        for (var left = stream.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            var read = stream.Read(block, 0, (int)Math.Min(left, block.Length));
            if (read == 0) return false;
            hash.AppendData(block, 0, read);
            left -= read;
        }
        stream.ReadExactly(block, 0, SHA256.HashSizeInBytes);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(block.AsSpan(0, SHA256.HashSizeInBytes));
    }

    private static byte[] Fingerprint(IReadOnlyList<Candle> candles)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var numbers = new int[4];
        var row = new byte[8 + 4 * 16];
        foreach (var candle in candles)
        {
            BitConverter.TryWriteBytes(row, candle.OpenTime.ToUnixTimeSeconds());
            var at = 8;
            foreach (var price in (ReadOnlySpan<decimal>)[candle.Open, candle.High, candle.Low, candle.Close])
            {
                // Without trailing zeros: 1.50 is the same price as 1.5.
                decimal.GetBits(price / 1.000000000000000000000000000000000m, numbers);
                foreach (var number in numbers)
                {
                    BitConverter.TryWriteBytes(row.AsSpan(at), number);
                    at += 4;
                }
            }
            hash.AppendData(row);
        }
        return hash.GetHashAndReset();
    }
}
