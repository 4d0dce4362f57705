using PowerTrader.Core.Extensions;
using PowerTrader.Core.Indicators;

namespace PowerTrader.Core.Tests.Extensions;

public class ExtensionRegistryTests
{
    private static readonly StrategyDefinition Dca = ExtensionRegistry.BuiltIn.FindStrategy("dca")!;

    [Fact]
    public void With_NewVersion_IsTheNewestAndKeepsTheOld()
    {
        var registry = ExtensionRegistry.BuiltIn.With(each => each.Add(Dca with { Version = 2 }));

        registry.FindStrategy("dca")!.Version.ShouldBe(2);
        registry.FindStrategy("dca@1").ShouldBe(Dca);
        registry.FindStrategy("dca@3").ShouldBeNull();
        ExtensionRegistry.BuiltIn.FindStrategy("dca")!.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("dca", 1, "strategy dca@1 is registered twice: give one of them another name or version")]
    [InlineData("DCA", 1, "'DCA@1' is no id of a strategy: use lower-case letters, digits and '-', beginning with a letter, and a version from 1")]
    [InlineData("own", 0, "'own@0' is no id of a strategy: use lower-case letters, digits and '-', beginning with a letter, and a version from 1")]
    public void With_NameRefused_SaysWhy(string name, int version, string message) =>
        Should.Throw<ArgumentException>(() => ExtensionRegistry.BuiltIn.With(each => each.Add(Dca with { Name = name, Version = version }))).Message.ShouldBe(message);

    [Fact]
    public void With_DefaultOutOfRange_IsRefused() =>
        Should.Throw<ArgumentException>(() => ExtensionRegistry.BuiltIn.With(each => each.Add(Dca with { Name = "own", Parameters = [ParameterDefinition.Number("x", 9, 1, 5, "some")] })))
            .Message.ShouldBe("strategy own@1: the default of x '9' must be a number from 1 to 5; for example x=9");

    [Fact]
    public void With_SecondThingRefused_AddsNothing()
    {
        var indicator = new IndicatorDefinition("own", 1, ["value"], [], _ => new Sma(1), "test");

        Should.Throw<ArgumentException>(() => ExtensionRegistry.BuiltIn.With(each =>
        {
            each.Add(indicator);
            each.Add(Dca);
        }));
        ExtensionRegistry.BuiltIn.Indicators.Find("own").ShouldBeNull();
    }

    [Fact]
    public void BuiltIn_Parameters_HaveAcceptableDefaultsAndExamples()
    {
        foreach (var parameter in ExtensionRegistry.BuiltIn.Strategies.SelectMany(strategy => strategy.Parameters))
        {
            parameter.Fault(parameter.Default ?? parameter.Example).ShouldBeNull(parameter.Name);
            parameter.Fault(parameter.Example).ShouldBeNull(parameter.Name);
        }
    }

    /// <summary>The table in the docs is this very text: a parameter that changes must change there.</summary>
    [Fact]
    public void Reference_InTheDocs_IsTheRegistrysOwn()
    {
        var text = File.ReadAllText(Path.Combine(PowerTrader.Testing.Repository.Root, "docs", "reference", "strategies.md"));

        foreach (var strategy in ExtensionRegistry.BuiltIn.Strategies) text.ShouldContain(Rendered(strategy));
    }

    private static string Rendered(StrategyDefinition strategy)
    {
        var lines = new List<string> { $"### `{((IDefinition)strategy).Id}`", strategy.Summary };
        if (strategy.Parameters.Count > 0) lines.AddRange(["", "| parameter | default | range | meaning |", "|---|---|---|---|"]);
        lines.AddRange(strategy.Parameters.Select(each => $"| `{each.Name}` | {(each.Default is null ? "must be given" : $"`{each.Default}`")} | {each.Range} | {each.Meaning} |"));
        return string.Join('\n', lines) + "\n";
    }
}
