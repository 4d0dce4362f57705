using System.Text;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Storage;

/// <summary>The properties of a row as one compact value: format 1, count, then type, name and value of each.</summary>
internal static class RowCodec
{
    private const byte Format = 1;

    private enum Kind : byte
    {
        Text = 1,
        Int32,
        Int64,
        Float,
        False,
        True,
        Time,
        Guid,
        Bytes,
    }

    public static byte[] Encode(IReadOnlyDictionary<string, object?> properties)
    {
        using var stream = new MemoryStream(256);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        var count = 0;
        foreach (var value in properties.Values) count += value is null ? 0 : 1;
        writer.Write(Format);
        writer.Write7BitEncodedInt(count);
        foreach (var (name, value) in properties)
        {
            if (value is null) continue;
            var kind = KindOf(value);
            writer.Write((byte)kind);
            writer.Write(name);
            WriteValue(writer, value);
        }
        return stream.ToArray();
    }

    /// <exception cref="CorruptException">The bytes are not what <see cref="Encode"/> made.</exception>
    public static Dictionary<string, object?> Decode(byte[] body, string partition, string row)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(body), Encoding.UTF8);
            if (reader.ReadByte() is var format && format != Format)
                throw new CorruptException($"row {partition}/{row} has the unknown format {format}");
            var count = reader.Read7BitEncodedInt();
            var properties = new Dictionary<string, object?>(count, StringComparer.Ordinal);
            for (var i = 0; i < count; i++)
            {
                var kind = (Kind)reader.ReadByte();
                properties.Add(reader.ReadString(), ReadValue(reader, kind));
            }
            return properties;
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException or OverflowException)
        {
            throw new CorruptException($"row {partition}/{row} cannot be read", fault);
        }
    }

    private static Kind KindOf(object value) => value switch
    {
        string => Kind.Text,
        int => Kind.Int32,
        long => Kind.Int64,
        double => Kind.Float,
        true => Kind.True,
        false => Kind.False,
        DateTimeOffset => Kind.Time,
        Guid => Kind.Guid,
        byte[] => Kind.Bytes,
        _ => throw new ArgumentException($"unsupported type {value.GetType().Name}", nameof(value)),
    };

    private static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string text: WriteText(writer, text); break;
            case int number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case DateTimeOffset time: writer.Write(time.UtcTicks); break;
            case Guid id: writer.Write(id.ToByteArray()); break;
            case byte[] bytes:
                writer.Write7BitEncodedInt(bytes.Length);
                writer.Write(bytes);
                break;
        }
    }

    /// <summary>UTF-8, or UTF-16 where a lone surrogate would not survive it.</summary>
    private static void WriteText(BinaryWriter writer, string text)
    {
        var lone = HasLoneSurrogate(text);
        writer.Write(lone);
        if (!lone)
        {
            writer.Write(text);
            return;
        }
        writer.Write7BitEncodedInt(text.Length);
        foreach (var c in text) writer.Write((ushort)c);
    }

    private static string ReadText(BinaryReader reader)
    {
        if (!reader.ReadBoolean()) return reader.ReadString();
        var characters = new char[reader.Read7BitEncodedInt()];
        for (var i = 0; i < characters.Length; i++) characters[i] = (char)reader.ReadUInt16();
        return new string(characters);
    }

    private static bool HasLoneSurrogate(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }

    private static object ReadValue(BinaryReader reader, Kind kind) => kind switch
    {
        Kind.Text => ReadText(reader),
        Kind.Int32 => reader.ReadInt32(),
        Kind.Int64 => reader.ReadInt64(),
        Kind.Float => reader.ReadDouble(),
        Kind.False => false,
        Kind.True => true,
        Kind.Time => new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        Kind.Guid => new Guid(ReadExactly(reader, 16)),
        Kind.Bytes => ReadExactly(reader, reader.Read7BitEncodedInt()),
        _ => throw new FormatException($"unknown type {kind}"),
    };

    private static byte[] ReadExactly(BinaryReader reader, int count)
    {
        var bytes = reader.ReadBytes(count);
        return bytes.Length == count ? bytes : throw new EndOfStreamException();
    }
}
