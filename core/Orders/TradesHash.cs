using System.Security.Cryptography;
using System.Text;

namespace PowerTrader.Core.Orders;

/// <summary>SHA-256 over the trade lines in booking order, lower hex. Ids take no part, so equal trades give equal hashes.</summary>
public sealed class TradesHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        hash.AppendData(Encoding.UTF8.GetBytes(fill.TradeLine));
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
