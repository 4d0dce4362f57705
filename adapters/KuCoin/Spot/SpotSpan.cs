namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>From an instant to another, both in.</summary>
internal readonly record struct SpotSpan(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest that one query may span.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Parts that a query may span, newest first. They share their ends, so that nothing falls between two.</summary>
    public IEnumerable<SpotSpan> Windows()
    {
        for (var end = To; ;)
        {
            var start = end - Longest > From ? end - Longest : From;
            yield return new SpotSpan(start, end);
            if (start == From) yield break;
            end = start;
        }
    }

    public string Query => FormattableString.Invariant($"startAt={From.ToUnixTimeMilliseconds()}&endAt={To.ToUnixTimeMilliseconds()}");
}
