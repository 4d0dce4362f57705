namespace PowerTrader.Core.Ports;

/// <summary>The limits of Azure Key Vault, kept by every secret store.</summary>
/// <remarks>Source: "About keys, secrets, and certificates" (Microsoft Learn): names of letters, digits and hyphens, values up to 25 KB.</remarks>
public static class SecretRules
{
    public const int MaxNameLength = 127;
    public const int MaxValueBytes = 25_600;

    /// <exception cref="ArgumentException">The name is no secret's name. The message never holds a value.</exception>
    public static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var valid = name.Length is >= 1 and <= MaxNameLength;
        foreach (var c in name) valid &= char.IsAsciiLetterOrDigit(c) || c == '-';
        if (!valid) throw new ArgumentException("a secret's name has 1 to 127 letters, digits and hyphens", nameof(name));
    }

    /// <exception cref="ArgumentException">The value is too long; the message tells its size only.</exception>
    public static void CheckValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var bytes = System.Text.Encoding.UTF8.GetByteCount(value);
        if (bytes > MaxValueBytes) throw new ArgumentException($"a secret of {bytes} bytes exceeds {MaxValueBytes}", nameof(value));
    }
}
