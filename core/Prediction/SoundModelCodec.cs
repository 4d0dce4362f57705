using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Prediction;

/// <summary>Bytes of a sound model: magic, version, id, name, timeframe, state, memories oldest first, SHA-256 of all before it. Little-endian.</summary>
/// <remarks>Version 1 had no id; it is still read, and written anew with the next checkpoint.</remarks>
internal static class SoundModelCodec
{
    private const int Version = 2;
    private const int FirstWithId = 2;
    private const int HashLength = 32;

    private static ReadOnlySpan<byte> Magic => "PTPM"u8;

    /// <param name="id">Whose model it is: market/symbol/timeframe/name.</param>
    public static byte[] Write(SoundModel model, string id)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(id);
            writer.Write(model.Name);
            writer.Write((byte)model.Timeframe);
            writer.Write(model.LastLearned?.ToUnixTimeSeconds() ?? long.MinValue);
            writer.Write(model.LastClose);
            writer.Write(model.Fast);
            writer.Write(model.Slow);
            writer.Write(model.Pattern);
            writer.Write(model.Memory.Count);
            foreach (var (pattern, high, low, highGain, lowGain) in model.Memory.InOrder())
            {
                writer.Write(pattern);
                writer.Write(high);
                writer.Write(low);
                writer.Write(highGain);
                writer.Write(lowGain);
            }
        }
        var payload = buffer.ToArray();
        return [.. payload, .. SHA256.HashData(payload)];
    }

    /// <param name="source">Name it is stored under, which must be the id within.</param>
    /// <exception cref="CorruptException">Not such a model, another version, somebody else's, or changed bytes; the message names the source.</exception>
    public static SoundModel Read(byte[] bytes, string source)
    {
        if (bytes.Length < Magic.Length + HashLength || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new CorruptException($"model {source} is not a saved model; train again with 'powertrader train'");
        var payload = bytes.AsSpan(0, bytes.Length - HashLength);
        if (!SHA256.HashData(payload).AsSpan().SequenceEqual(bytes.AsSpan(payload.Length)))
            throw new CorruptException($"model {source} is damaged: its checksum differs; train again with 'powertrader train'");
        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, payload.Length - Magic.Length, writable: false), Encoding.UTF8);
        var version = reader.ReadInt32();
        if (version is < 1 or > Version) throw new CorruptException($"model {source} has version {version}, this program reads version {Version}; train again with 'powertrader train'");
        if (version >= FirstWithId && reader.ReadString() is var id && id != source)
            throw new CorruptException($"model {source} is in truth that of {id}; train again with 'powertrader train'");
        var name = reader.ReadString();
        if (name != SoundModel.ModelName) throw new CorruptException($"model {source} is a '{name}', not a '{SoundModel.ModelName}'");
        var model = new SoundModel((Timeframe)reader.ReadByte());
        var last = reader.ReadInt64();
        model.Restore(
            last == long.MinValue ? null : DateTimeOffset.FromUnixTimeSeconds(last),
            reader.ReadDecimal(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
            model.Memory.Append(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        return model;
    }
}
