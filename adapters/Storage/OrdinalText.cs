using System.Text;

namespace PowerTrader.Adapters.Storage;

/// <summary>Text whose UTF-8 bytes (SQLite's order) sort as the original's UTF-16 units (the order of row keys).</summary>
/// <remarks>
/// The two orders differ only in that UTF-16 has pairs before U+E000 to U+FFFF. The code points from U+E000 on are therefore rotated: the first 0x2000
/// pairs take the places of U+E000 to U+FFFF, the other pairs move down by 0x2000, and U+E000 to U+FFFF go last. All other text stays as it is.
/// </remarks>
internal static class OrdinalText
{
    private const int Private = 0xE000;
    private const int FirstPair = 0x10000;
    private const int Count = FirstPair - Private;
    private const int Last = 0x10FFFF + 1 - Count;

    public static string Encode(string text) => Rotate(text, static point => point switch
    {
        < Private => point,
        < FirstPair => Last + (point - Private),
        < FirstPair + Count => Private + (point - FirstPair),
        _ => point - Count,
    });

    public static string Decode(string stored) => Rotate(stored, static point => point switch
    {
        < Private => point,
        < FirstPair => FirstPair + (point - Private),
        < Last => point + Count,
        _ => Private + (point - Last),
    });

    private static string Rotate(string text, Func<int, int> rotate)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uFFFF')) return text;
        var result = new StringBuilder(text.Length + 4);
        foreach (var rune in text.EnumerateRunes()) result.Append(new Rune(rotate(rune.Value)).ToString());
        return result.ToString();
    }
}
