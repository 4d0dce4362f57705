using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Workflows;

public sealed record DailyCloseInput(MarketId Market, DateTimeOffset ScheduledFor);

/// <param name="Backup">Its file, <c>none</c>, or why it failed.</param>
public sealed record DailyCloseOutcome(string Summary, string Backup, string Retention);

/// <summary>What was deleted because it was too old.</summary>
/// <param name="More">The day's share is used up and there may be more.</param>
public sealed record RetentionOutcome(int Forecasts, int Decisions, int CandleMonths, int ServiceRuns, int DeadLetters, bool More)
{
    /// <summary>Of the nightly replays.</summary>
    public int Reports { get; init; }

    /// <summary>Of the gate.</summary>
    public int Minutes { get; init; }
}
