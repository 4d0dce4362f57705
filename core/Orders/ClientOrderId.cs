using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Orders;

/// <summary>Derived from facts, so that a retry repeats the id and can never double an order. Vectors: docs/reference/ids.md.</summary>
public readonly record struct ClientOrderId(Guid Value)
{
    /// <summary>The namespace of the version-5 UUIDs: SHA-1 UUID of "powertrader" in the DNS namespace of RFC 9562.</summary>
    public static Guid Namespace { get; } = UuidV5(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "powertrader");

    /// <summary>UUIDv5 of <c>v1|epoch|tenant|portfolio|symbol|strategy|deal|leg|attempt</c>.</summary>
    /// <param name="epoch">Drawn once when the portfolio is created, and again on restore.</param>
    /// <param name="symbol">The execution symbol.</param>
    /// <param name="deal">The deal's counter.</param>
    /// <param name="attempt">How many orders of this leg have already reached a final state.</param>
    public static ClientOrderId Derive(string epoch, PortfolioKey portfolio, Symbol symbol, string strategy, long deal, Leg leg, int attempt) =>
        new(UuidV5(Namespace, string.Create(
            CultureInfo.InvariantCulture,
            $"v1|{epoch}|{portfolio.Tenant}|{portfolio.Portfolio}|{symbol}|{strategy}|{deal}|{leg}|{attempt}")));

    /// <summary>A UUID of version 5, as every id of this program is.</summary>
    public bool IsDerived => Value.Version == 5;

    /// <summary>Queue message id: the order id and the send generation, which only Reconcile raises.</summary>
    public string MessageId(int generation) => string.Create(CultureInfo.InvariantCulture, $"{this}.{generation}");

    public static ClientOrderId Parse(string text) => new(Guid.ParseExact(text, "D"));

    public override string ToString() => Value.ToString("D");

    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 defines version 5 by SHA-1; it names, it does not protect.")]
    private static Guid UuidV5(Guid ns, string name)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name);
        var input = new byte[16 + nameBytes.Length];
        ns.TryWriteBytes(input, bigEndian: true, out _);
        nameBytes.CopyTo(input, 16);
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
