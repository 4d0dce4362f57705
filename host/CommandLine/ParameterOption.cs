using System.CommandLine;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>--param NAME=VALUE</c> of a strategy or a model.</summary>
internal static class ParameterOption
{
    public static Option<string[]> Create(string owner = "strategy") => new("--param") { Description = $"One parameter of the {owner} as NAME=VALUE; may be repeated. 'powertrader strategies NAME' lists them" };

    /// <returns>Texts by name; names and ranges are checked, what does not go together is not.</returns>
    public static IReadOnlyDictionary<string, string> Read(IReadOnlyList<string> texts, IDefinition owner, OptionFaults faults)
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
            ParameterSet.Read(owner.Name, owner.Parameters, given);
        }
        catch (ParameterException fault)
        {
            var remedy = owner is StrategyDefinition { Parameters.Count: 0, Create: null } ? "; its rules are settings, for example --set strategy.startLevel=2" : "";
            foreach (var line in fault.Faults) faults.AddLine($"--param: {line}{remedy}");
        }
        return given;
    }
}
