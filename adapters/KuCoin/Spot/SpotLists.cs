namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>Reads lists to their end. A part that fails fails the list: half a list proves nothing.</summary>
internal static class SpotLists
{
    /// <summary>Rows of one part of a list at most, by cursor and by page.</summary>
    public const int CursorRows = 100;
    public const int PageRows = 500;

    private const int MaxParts = 10_000;
    private const int MaxReadings = 4;

    /// <summary>Newest first, each part asked for by the last id of the one before; new rows come at the front and shift nothing.</summary>
    public static async Task<VenueResult<IReadOnlyList<T>>> ByCursorAsync<T>(Func<string, Task<VenueResult<SpotCursor<T>>>> ask, Func<T, string> idOf)
    {
        var rows = new Dictionary<string, T>();
        var query = "";
        for (var part = 0; part < MaxParts; part++)
        {
            var answer = await ask(FormattableString.Invariant($"limit={CursorRows}{query}"));
            if (!answer.IsSuccess) return new(null, answer.Error);
            var before = rows.Count;
            foreach (var row in answer.Data.Items ?? []) rows[idOf(row)] = row;
            // A short part may be the venue's own limit: only an empty one is the end.
            if (answer.Data.Items is not { Length: > 0 }) return new([.. rows.Values], null);
            if (rows.Count == before || answer.Data.LastId is not { } last) break;
            query = $"&lastId={last.Text}";
        }
        return Endless<T>();
    }

    /// <summary>Numbered pages shift while rows come and go: the list is read again until a reading holds all the rows it was told of.</summary>
    public static async Task<VenueResult<IReadOnlyList<T>>> ByPageAsync<T>(Func<string, Task<VenueResult<SpotPage<T>>>> ask, Func<T, string> idOf)
    {
        for (var reading = 0; reading < MaxReadings; reading++)
        {
            var rows = new Dictionary<string, T>();
            int? total = null;
            for (var page = 1; page < MaxParts; page++)
            {
                var answer = await ask(FormattableString.Invariant($"currentPage={page}&pageSize={PageRows}"));
                if (!answer.IsSuccess) return new(null, answer.Error);
                total ??= answer.Data.TotalNum;
                if (total != answer.Data.TotalNum) break;
                foreach (var row in answer.Data.Items ?? []) rows[idOf(row)] = row;
                if (rows.Count >= total) return new([.. rows.Values], null);
                if (answer.Data.Items is not { Length: > 0 }) break;
            }
        }
        return Endless<T>();
    }

    private static VenueResult<IReadOnlyList<T>> Endless<T>() =>
        new(null, new KuCoinError(KuCoinErrorKind.Unavailable, "list", "the list changed while it was read, or has no end"));
}
