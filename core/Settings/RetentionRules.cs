namespace PowerTrader.Core.Settings;

/// <summary>How long what grows is kept. Portfolio, orders, fills, ledger and audit are kept for ever.</summary>
/// <param name="CandlesMonths">0 for ever.</param>
/// <param name="ForecastsDays">0 for ever.</param>
/// <param name="DecisionsDays">0 for ever.</param>
/// <param name="DeadLetters">Newest ones kept of each queue.</param>
public sealed record RetentionRules(int CandlesMonths, int ForecastsDays, int DecisionsDays, int DeadLetters)
{
    /// <summary>Of candles, where they are not kept for ever: volatility is measured over a year.</summary>
    public const int LeastMonths = 13;

    /// <summary>Of the nightly replays' reports; 0 for ever.</summary>
    public int DriftDays { get; init; }

    /// <summary>Of what the gate saw each minute; 0 for ever.</summary>
    public int MinutesDays { get; init; }
}
