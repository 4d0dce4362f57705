using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PowerTrader.Core.Audit;

/// <summary>One link of a portfolio's audit chain: each carries the hash of the one before, so nothing can be changed or left out unseen.</summary>
/// <param name="Kind">What happened, e.g. <c>order-intended</c>.</param>
/// <param name="Subject">Symbol, order id or the portfolio.</param>
/// <param name="Text">The facts in words and numbers, one line.</param>
/// <param name="PreviousHash">Lower hex; empty for the first.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset Time, string Kind, string Subject, string Text, string PreviousHash, string Hash)
{
    public static AuditEntry Link(long sequence, DateTimeOffset time, string kind, string subject, string text, string previousHash) =>
        new(sequence, time, kind, subject, text, previousHash, HashOf(sequence, time, kind, subject, text, previousHash));

    public bool IsIntact => Hash == HashOf(Sequence, Time, Kind, Subject, Text, PreviousHash);

    /// <summary>The first fault of a chain in words, or null where it is unbroken.</summary>
    public static string? FindBreak(IEnumerable<AuditEntry> chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var previous = "";
        var expected = 1L;
        foreach (var entry in chain)
        {
            if (entry.Sequence != expected) return $"entry {expected} is missing";
            if (entry.PreviousHash != previous) return $"entry {entry.Sequence} does not follow the one before it";
            if (!entry.IsIntact) return $"entry {entry.Sequence} was changed";
            previous = entry.Hash;
            expected++;
        }
        return null;
    }

    private static string HashOf(long sequence, DateTimeOffset time, string kind, string subject, string text, string previousHash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{sequence}\n{time.ToUnixTimeMilliseconds()}\n{kind}\n{subject}\n{text}\n{previousHash}"))));
}
