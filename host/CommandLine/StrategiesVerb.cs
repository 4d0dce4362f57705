using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Host.CommandLine;

/// <param name="Default">Null where a value must be given.</param>
internal sealed record ParameterLine(string Name, string Kind, string? Default, string Range, string Example, string Meaning);

/// <param name="Kind"><c>strategy</c>, <c>indicator</c>, <c>model</c> or <c>broker</c>.</param>
internal sealed record DefinitionLine(string Kind, string Id, string Name, int Version, string Summary, IReadOnlyList<ParameterLine> Parameters);

/// <summary><c>strategies</c>: everything that can be asked for by name and version, with its parameters.</summary>
internal static class StrategiesVerb
{
    public static void AddTo(RootCommand root)
    {
        var name = new Argument<string?>("NAME") { Description = "One of them, as NAME or NAME@VERSION, to see its parameters", Arity = ArgumentArity.ZeroOrOne };
        var plugIns = PlugInOption.Create();
        var json = CommonOptions.Json();
        var verb = new Command(
            "strategies",
            "What can be asked for by name: strategies, and the indicators, models and brokers beside them.\n\nExample: powertrader strategies dca\nExample: powertrader strategies --plugins plugins --json")
        { name, plugIns, json };
        verb.SetAction(parsed => Run(PlugInOption.Registry(parsed.GetValue(plugIns)), parsed.GetValue(name), parsed.GetValue(json)));
        root.Subcommands.Add(verb);
    }

    /// <summary>All of them, strategies first.</summary>
    internal static IReadOnlyList<DefinitionLine> LinesOf(ExtensionRegistry registry) =>
    [
        .. registry.Strategies.Select(each => Line("strategy", each)),
        .. registry.Indicators.All.Select(each => new DefinitionLine("indicator", each.Id, each.Name, each.Version, string.Join(", ", each.Outputs), [.. each.Parameters.Select(Line)])),
        .. registry.Models.Select(each => Line("model", each)),
        .. registry.Brokers.Select(each => Line("broker", each)),
    ];

    private static int Run(ExtensionRegistry registry, string? name, bool json)
    {
        var all = LinesOf(registry);
        // By name the newest; lines of one kind stand by ascending version.
        var one = name is null ? null : all.Where(each => each.Name == name || each.Id == name).GroupBy(each => each.Kind).FirstOrDefault()?.Last();
        if (name is not null && one is null)
            throw new UsageException($"NAME '{name}' is not known; use one of {string.Join(", ", all.Select(each => each.Name).Distinct())}");
        if (json) Console.WriteLine(one is null ? JsonSerializer.Serialize(all, StrategiesJson.Default.IReadOnlyListDefinitionLine) : JsonSerializer.Serialize(one, StrategiesJson.Default.DefinitionLine));
        else if (one is null) List(all);
        else Show(one);
        return ExitCodes.Done;
    }

    private static void List(IReadOnlyList<DefinitionLine> all)
    {
        var table = new TextTable(new Column("kind"), new Column("id"), new Column("parameters", Right: true, Drop: 1), new Column("what it does", Flexible: true));
        foreach (var each in all) table.Add(each.Kind, each.Id, each.Parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), each.Summary);
        table.Write(Terminal.Output);
        Console.WriteLine("\n'powertrader strategies NAME' shows the parameters of one.");
    }

    private static void Show(DefinitionLine one)
    {
        Console.WriteLine($"{one.Kind} {one.Id}: {one.Summary}");
        if (one.Parameters.Count == 0)
        {
            Console.WriteLine("It has no parameters of its own.");
            return;
        }
        Console.WriteLine();
        var table = new TextTable(new Column("parameter"), new Column("default"), new Column("range"), new Column("meaning", Flexible: true));
        foreach (var each in one.Parameters) table.Add(each.Name, each.Default ?? "must be given", each.Range, each.Meaning);
        table.Write(Terminal.Output);
        if (one.Kind != "strategy") return;
        var shown = one.Parameters.FirstOrDefault(each => each.Default is null) ?? one.Parameters.FirstOrDefault(each => each.Kind == "whole") ?? one.Parameters[0];
        Console.WriteLine($"\nExample: powertrader backtest --candles BTC-USDT.csv --strategy {one.Name} --param {shown.Name}={shown.Example}");
    }

    private static DefinitionLine Line(string kind, IDefinition definition) =>
        new(kind, definition.Id, definition.Name, definition.Version, definition.Summary, [.. definition.Parameters.Select(Line)]);

    private static ParameterLine Line(ParameterDefinition parameter) =>
        new(parameter.Name, parameter.Kind.ToString().ToLowerInvariant(), parameter.Default, parameter.Range, parameter.Example, parameter.Meaning);

    private static ParameterLine Line(Core.Indicators.IndicatorParameter parameter) => Line(ParameterDefinition.Of(parameter));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DefinitionLine))]
[JsonSerializable(typeof(IReadOnlyList<DefinitionLine>))]
internal sealed partial class StrategiesJson : JsonSerializerContext;
