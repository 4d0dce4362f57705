using System.Diagnostics.CodeAnalysis;

namespace PowerTrader.Core.Tenancy;

/// <summary>The characters that ids may have. <c>|</c> only separates.</summary>
public static class IdGrammar
{
    public const int MaxIdLength = 100;

    /// <summary><c>[a-z0-9-]{1,24}</c>: tenants, portfolios, markets.</summary>
    public static bool IsName([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Length is < 1 or > 24) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }
        return true;
    }

    /// <summary>Ids of workflow instances, messages and rows: 1 to 100 printable ASCII characters, none of <c>/ \ # ?</c>.</summary>
    public static bool IsId([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Length is < 1 or > MaxIdLength) return false;
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' or '/' or '\\' or '#' or '?') return false;
        }
        return true;
    }
}
