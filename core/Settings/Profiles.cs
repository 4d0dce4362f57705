namespace PowerTrader.Core.Settings;

/// <summary>Named sets of defaults. A setting given anywhere else wins over its profile.</summary>
public static class Profiles
{
    public const string Standard = "standard";

    private const string DoublingLadder = "-2.5,-5,-10,-20,-30,-40,-50";

    /// <summary>Setting keys and texts by profile name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> All { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal)
        {
            [Standard] = new Dictionary<string, string>(),
            ["careful"] = new Dictionary<string, string>
            {
                ["strategy.startLevel"] = "4",
                ["strategy.maxDcaPerDay"] = "1",
                ["risk.positionPercent"] = "5",
                ["risk.allCoinsPercent"] = "20",
                ["risk.heldCapPercent"] = "20",
                ["risk.correlatedPercent"] = "17.5",
                ["risk.dailyLossPercent"] = "1",
                ["risk.weeklyLossPercent"] = "2.5",
                ["risk.monthlyLossPercent"] = "5",
                ["risk.annualLossPercent"] = "10",
            },
            ["bold"] = new Dictionary<string, string>
            {
                ["strategy.startLevel"] = "2",
                ["risk.positionPercent"] = "20",
                ["risk.allCoinsPercent"] = "80",
                ["risk.heldCapPercent"] = "80",
                ["risk.correlatedPercent"] = "70",
                ["risk.orderCapPercent"] = "10",
                ["risk.dailyCapPercent"] = "50",
                ["risk.dailyLossPercent"] = "4",
                ["risk.weeklyLossPercent"] = "10",
                ["risk.monthlyLossPercent"] = "20",
                ["risk.annualLossPercent"] = "40",
            },
            // What the replaced program did: each step doubles, so that a full ladder is 658 times its base order.
            ["predecessor"] = new Dictionary<string, string>
            {
                ["strategy.ladderPercents"] = DoublingLadder,
                ["strategy.dcaMultiplier"] = "2",
            },
        };

    public static string Describe(string profile) => profile switch
    {
        "careful" => "half the money at risk, deeper entries, one DCA step a day",
        "bold" => "twice the money at risk, earlier entries",
        "predecessor" => "the replaced program's ladder: seven doubling steps, tiny base orders",
        _ => "at most 10 % in a coin and 40 % in all, five DCA steps",
    };
}
