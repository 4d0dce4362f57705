using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace PowerTrader.Core.Orders;

/// <summary>SHA-256 over the trade lines in booking order, lower hex. Ids take no part, so equal trades give equal hashes.</summary>
public sealed class TradesHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        Span<byte> line = stackalloc byte[256];
        if (TryWrite(fill, line, out var length)) hash.AppendData(line[..length]);
        else hash.AppendData(Encoding.UTF8.GetBytes(fill.TradeLine));
    }

    /// <summary>Writes <see cref="Fill.TradeLine"/> without making it.</summary>
    /// <returns>False where there is no room: the longest lines have one number of 29 digits more than usual ones.</returns>
    internal static bool TryWrite(Fill fill, Span<byte> line, out int length)
    {
        var isBuy = fill.Side == OrderSide.Buy;
        if (!Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"{fill.Time.ToUnixTimeSeconds()}|{fill.Symbol.Value}|{(isBuy ? "buy" : "sell")}|{fill.Leg.Text}|", out length)) return false;
        return Append(line, fill.Quantity.Value, (byte)'|', ref length) && Append(line, fill.Price.Value, (byte)'|', ref length) && Append(line, fill.Fee.Amount, (byte)'\n', ref length);
    }

    /// <summary>A number without trailing zeros, and what ends it.</summary>
    private static bool Append(Span<byte> line, decimal value, byte end, ref int length)
    {
        if (!value.TryFormat(line[length..], out var written, default, CultureInfo.InvariantCulture)) return false;
        var text = line.Slice(length, written);
        if (text.Contains((byte)'.')) text = text.TrimEnd((byte)'0').TrimEnd((byte)'.');
        length += text.Length;
        if (length == line.Length) return false;
        line[length++] = end;
        return true;
    }

    public string Value => Convert.ToHexStringLower(hash.GetCurrentHash());

    public static string Of(IEnumerable<Fill> fillsInOrder)
    {
        ArgumentNullException.ThrowIfNull(fillsInOrder);
        using var hash = new TradesHash();
        foreach (var fill in fillsInOrder) hash.Add(fill);
        return hash.Value;
    }

    public void Dispose() => hash.Dispose();
}
