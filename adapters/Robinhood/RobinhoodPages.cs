using System.Text.Json.Serialization.Metadata;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Follows the cursors of a list to its end. A list that is not read whole is an error, never a shorter list.</summary>
internal sealed class RobinhoodPages(RobinhoodTransport transport)
{
    /// <summary>More pages than any account has: a venue that goes round in a circle must not be followed for ever.</summary>
    public const int MaxPages = 1000;

    public async Task<RobinhoodResult<IReadOnlyList<T>>> ReadAsync<T>(string name, string path, JsonTypeInfo<RobinhoodPage<T>> type, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = path; next is not null;)
        {
            if (!seen.Add(next)) return Unsound($"the list of {name} leads back to a page that was read");
            if (seen.Count > MaxPages) return Unsound($"the list of {name} has more than {MaxPages} pages");
            var page = await transport.AskAsync(new RobinhoodCall(name, HttpMethod.Get, next), type, cancellationToken);
            if (!page.IsSuccess) return new(null, page.Error);
            if (page.Data.Results is not { } results) return Unsound($"the list of {name} has no results");
            rows.AddRange(results);
            if (page.Data.Next is not { Length: > 0 } link) return new(rows, null);
            if (Follow(link, path) is not { } follow) return Unsound($"the list of {name} goes on at an address that is not its own");
            next = follow;
        }
        return new(rows, null);

        static RobinhoodResult<IReadOnlyList<T>> Unsound(string why) => new(null, new RobinhoodError(RobinhoodErrorKind.Unreadable, "page", why));
    }

    /// <summary>Path and query of the next page; null where it lies on another host or is another list: nothing is signed for that.</summary>
    private string? Follow(string link, string path)
    {
        if (!Uri.TryCreate(transport.Server, link, out var address) || address.Authority != transport.Server.Authority) return null;
        var own = new Uri(transport.Server, path);
        return address.AbsolutePath == own.AbsolutePath ? address.PathAndQuery : null;
    }
}
