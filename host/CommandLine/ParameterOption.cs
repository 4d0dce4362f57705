using System.CommandLine;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>--param NAME=VALUE</c> of a strategy.</summary>
internal static class ParameterOption
{
    public static Option<string[]> Create() => new("--param") { Description = "One parameter of the strategy as NAME=VALUE; may be repeated. 'powertrader strategies NAME' lists them" };

    /// <returns>Texts by name; names and ranges are checked, what does not go together is not.</returns>
    public static IReadOnlyDictionary<string, string> Read(IReadOnlyList<string> texts, StrategyDefinition strategy, OptionFaults faults)
    {
        var given = new Dictionary<string, string>();
        foreach (var text in texts)
        {
            var sides = text.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length < 2 || sides[0].Length == 0) faults.Add("--param", text, "must be NAME=VALUE", "for example --param maxSafety=4");
            else if (!given.TryAdd(sides[0], sides[1])) faults.Add("--param", text, $"gives {sides[0]} again", "give each parameter once");
        }
        try
        {
            ParameterSet.Read(strategy.Name, strategy.Parameters, given);
        }
        catch (ParameterException fault)
        {
            var remedy = strategy.Parameters.Count == 0 && strategy.Create is null ? "; its rules are settings, for example --set strategy.startLevel=2" : "";
            foreach (var line in fault.Faults) faults.AddLine($"--param: {line}{remedy}");
        }
        return given;
    }
}
