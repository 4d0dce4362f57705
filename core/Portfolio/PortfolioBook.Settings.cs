namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    private const int MaxChangesTold = 20;

    /// <summary>New deals follow this version from now on; open ones keep theirs.</summary>
    /// <param name="changes">What differs from the version before, for the audit.</param>
    /// <returns>False where it is the current one already.</returns>
    public bool SetSettingsVersion(int version, IReadOnlyList<string> changes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (Head.SettingsVersion == version) return false;
        Touch(Head with { SettingsVersion = version });
        Record(now, "settings-changed", Key.ToString(), $"version {version}: {Joined(changes)}");
        return true;
    }

    /// <summary>Lets an open deal follow the portfolio's current settings. An armed exit is kept, or starts over where the change says so.</summary>
    /// <exception cref="InvalidOperationException">The change was made for another deal, or for other versions than these.</exception>
    public void FollowSettings(DealChange change, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(change);
        var state = SymbolOf(change.Symbol);
        if (state.Deal is not { } deal || deal.Number != change.Deal || deal.SettingsVersion != change.FromVersion || Head.SettingsVersion != change.ToVersion)
            throw new InvalidOperationException($"{change.Symbol}: the deal or its settings changed since this was looked at");
        Put(state with
        {
            Deal = deal with { SettingsVersion = change.ToVersion, Budget = change.After.Budget, Trailing = change.Disarms ? default : deal.Trailing },
        });
        var exit = change.Disarms ? $", its exit was armed at a peak of {deal.Trailing.Peak} and starts over" : "";
        Record(now, "settings-applied", change.Symbol.Value, $"deal {deal.Number}: version {change.FromVersion} → {change.ToVersion}, budget {deal.Budget} → {change.After.Budget}{exit}");
    }

    private static string Joined(IReadOnlyList<string> changes) =>
        changes.Count > MaxChangesTold ? $"{string.Join("; ", changes.Take(MaxChangesTold))}; and {changes.Count - MaxChangesTold} more" : string.Join("; ", changes);
}
