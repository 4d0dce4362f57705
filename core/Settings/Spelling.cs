namespace PowerTrader.Core.Settings;

/// <summary>Finds what a mistyped word was meant to be.</summary>
public static class Spelling
{
    /// <summary>The known word with the fewest changed, missing or swapped letters, case ignored; null where none is near.</summary>
    /// <param name="slips">So many are forgiven in any word; in a longer one a third of its letters.</param>
    public static string? Nearest(string typed, IEnumerable<string> known, int slips = 1)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var limit = Math.Max(slips, typed.TrimStart('-').Length / 3);
        return known.Select(word => (Word: word, Distance: Distance(typed, word))).Where(each => each.Distance <= limit)
            .OrderBy(each => each.Distance).ThenBy(each => each.Word, StringComparer.Ordinal).Select(each => each.Word).FirstOrDefault();
    }

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours (Damerau, 1964).</summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        left = left.ToUpperInvariant();
        right = right.ToUpperInvariant();
        var distance = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) distance[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) distance[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = left[i - 1] == right[j - 1] ? 0 : 1;
                distance[i, j] = Math.Min(Math.Min(distance[i - 1, j] + 1, distance[i, j - 1] + 1), distance[i - 1, j - 1] + changed);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }
        return distance[left.Length, right.Length];
    }
}
