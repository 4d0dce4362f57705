namespace PowerTrader.Core.Ports;

/// <summary>The names that Azure Blob Storage takes, checked before anything is sent, so that every store refuses the same.</summary>
/// <remarks>Source: "Naming and Referencing Containers, Blobs, and Metadata" (Microsoft Learn).</remarks>
public static class BlobRules
{
    public const int MaxNameLength = 1024;

    /// <exception cref="ArgumentException">A container or name that the service would refuse (400).</exception>
    public static void CheckNames(string container, string name)
    {
        CheckContainer(container);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is < 1 or > MaxNameLength) throw new ArgumentException($"a blob's name has 1 to 1,024 characters, not {name.Length}", nameof(name));
    }

    /// <summary>3 to 63 lower-case letters, digits and single hyphens between them.</summary>
    public static void CheckContainer(string container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var valid = container.Length is >= 3 and <= 63 && container[0] != '-' && container[^1] != '-' && !container.Contains("--", StringComparison.Ordinal);
        foreach (var c in container) valid &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
        if (!valid) throw new ArgumentException($"'{container}' is no container name", nameof(container));
    }
}
