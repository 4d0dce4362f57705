using System.Globalization;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Core.Strategy.Dca;

/// <summary>A target: net profit at which a share of the deal is sold.</summary>
/// <param name="Percent">Of the cost of what is held, net of fees.</param>
/// <param name="Share">Percent of the deal.</param>
public readonly record struct DcaTarget(decimal Percent, decimal Share);

/// <summary>The rules of a DCA bot. Percent are percent (5 is 5 %), money is in the quote coin without fees.</summary>
/// <param name="BaseOrder">Of the first order; 0 sizes base and safety orders alike, so that the whole ladder uses the coin's budget.</param>
/// <param name="SafetyOrder">Of the first safety order.</param>
/// <param name="MaxSafety">Safety orders of a deal.</param>
/// <param name="MaxActive">How many of them wait at the venue at once.</param>
/// <param name="Deviation">From the base order's price to the first safety order, percent.</param>
/// <param name="Volume">Each safety order is so many times the one before it.</param>
/// <param name="Step">Each distance between safety orders is so many times the one before it.</param>
/// <param name="Targets">Ascending; the shares make 100.</param>
/// <param name="Trail">The last target follows the highest bid at this distance, percent; 0 sells at the target.</param>
/// <param name="Stop">Net loss that sells everything, percent; 0 for none.</param>
/// <param name="BreakEvenAfter">After so many targets the stop stands at no loss; 0 never.</param>
/// <param name="TrailBuy">Buys only when the ask has risen so many percent from its low; 0 buys at once.</param>
public sealed record DcaRules(
    decimal BaseOrder, decimal SafetyOrder, int MaxSafety, int MaxActive, decimal Deviation, decimal Volume, decimal Step, IReadOnlyList<DcaTarget> Targets,
    decimal Trail, decimal Stop, int BreakEvenAfter, decimal TrailBuy, TimeSpan Cooldown, string Start)
{
    /// <summary>The start condition that always holds.</summary>
    public const string StartNow = "now";

    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        ParameterDefinition.Number("base", 0, 0, 1_000_000_000, "money of the base order; 0 sizes base and safety orders alike so that the whole ladder fits the coin's budget"),
        ParameterDefinition.Number("safety", 0, 0, 1_000_000_000, "money of the first safety order; 0 together with base=0"),
        ParameterDefinition.Whole("maxSafety", 5, 0, 50, "safety orders of a deal"),
        ParameterDefinition.Whole("maxActive", 3, 1, 50, "safety orders that wait at the venue at once"),
        ParameterDefinition.Number("deviation", 2.5m, 0.1m, 50, "percent below the base order's price at which the first safety order waits"),
        ParameterDefinition.Number("volume", 1.5m, 0.1m, 10, "volume coefficient (martingale): each safety order is so many times the one before it"),
        ParameterDefinition.Number("step", 1.2m, 0.1m, 10, "step coefficient: each distance between safety orders is so many times the one before it"),
        ParameterDefinition.Text("target", "3", "take profit, percent net of fees; several as percent:share, ascending, shares making 100", "2:50,4:50"),
        ParameterDefinition.Number("trail", 0, 0, 20, "percent below the highest bid at which the last target sells once it was reached; 0 sells at the target"),
        ParameterDefinition.Number("stop", 0, 0, 100, "percent of net loss that sells everything; 0 for none"),
        ParameterDefinition.Whole("breakEven", 0, 0, 10, "after so many targets the stop moves to break-even; 0 never"),
        ParameterDefinition.Number("trailBuy", 0, 0, 20, "percent that the ask must rise from its low before a base or safety order buys; 0 buys at once"),
        ParameterDefinition.Number("cooldown", 0, 0, 525_600, "minutes between two deals"),
        ParameterDefinition.Text("start", StartNow, "when a deal may begin: now, or a condition on indicators", "rsi:period=14 < 30"),
    ];

    /// <exception cref="ParameterException">Parameters do not go together; every fault is told.</exception>
    public static DcaRules Read(ParameterSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var faults = new List<string>();
        var rules = new DcaRules(
            set.Number("base"), set.Number("safety"), set.Whole("maxSafety"), set.Whole("maxActive"), set.Number("deviation"), set.Number("volume"), set.Number("step"),
            ReadTargets(set.Text("target"), faults), set.Number("trail"), set.Number("stop"), set.Whole("breakEven"), set.Number("trailBuy"),
            TimeSpan.FromMinutes((double)set.Number("cooldown")), set.Text("start"));
        if (rules.BaseOrder == 0 != (rules.SafetyOrder == 0) && rules.MaxSafety > 0)
            faults.Add(Fault($"base '{rules.BaseOrder}' and safety '{rules.SafetyOrder}' must both be given or both be 0; for example base=50 safety=50"));
        if (DcaLadder.Deviation(rules, rules.MaxSafety) is var deepest && deepest >= 100)
            faults.Add(Fault($"maxSafety '{rules.MaxSafety}' with deviation '{rules.Deviation}' and step '{rules.Step}' puts the last safety order {deepest:0.##} percent down, at no price; it must be below 100, for example step=1"));
        if (rules.BreakEvenAfter > 0 && rules.BreakEvenAfter >= rules.Targets.Count)
            faults.Add(Fault($"breakEven '{rules.BreakEvenAfter}' must be below the number of targets, {rules.Targets.Count}, or nothing is left to stop; for example target=2:50,4:50 breakEven=1"));
        return faults.Count == 0 ? rules : throw new ParameterException(faults);
    }

    private static List<DcaTarget> ReadTargets(string text, List<string> faults)
    {
        var targets = new List<DcaTarget>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var sides = part.Split(':');
            var share = 100m;
            var isNumber = Parse(sides[0], out var percent) && sides.Length <= 2 && (sides.Length == 1 || Parse(sides[1], out share));
            if (!isNumber || percent is <= 0 or > 1000 || share is <= 0 or > 100)
            {
                faults.Add(Fault($"target '{part}' must be percent or percent:share, percent above 0 and at most 1000, share above 0 and at most 100; for example target=2:50,4:50"));
                return [new DcaTarget(3, 100)];
            }
            targets.Add(new DcaTarget(percent, share));
        }
        var sum = targets.Sum(target => target.Share);
        if (sum != 100) faults.Add(Fault($"target '{text}' has shares of {sum} in all; they must make 100, for example target=2:50,4:50"));
        if (!targets.Select(target => target.Percent).SequenceEqual(targets.Select(target => target.Percent).Distinct().Order()))
            faults.Add(Fault($"target '{text}' must ascend; for example target=2:50,4:50"));
        if (targets.Count > 10) faults.Add(Fault($"target '{text}' names {targets.Count} targets; at most 10 are allowed, for example target=2:50,4:50"));
        return targets;
    }

    private static bool Parse(string text, out decimal value) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static string Fault(FormattableString text) => $"{DcaStrategy.StrategyName}: " + FormattableString.Invariant(text);
}
