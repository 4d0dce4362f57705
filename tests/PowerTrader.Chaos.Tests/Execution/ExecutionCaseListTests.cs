using System.Globalization;
using System.Reflection;
using PowerTrader.Compliance.Execution;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

/// <summary>The page of cases and the tests are the same list.</summary>
public sealed class ExecutionCaseListTests
{
    [Fact]
    public void Page_NumbersAndSituations_AreThoseOfTheTests()
    {
        var listed = File.ReadLines(Path.Combine(Repository.Root, "docs", "reference", "execution-cases.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 3 && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(cells => $"{cells[1]} {cells[2]}");

        var tested = typeof(ExecutionCases).GetMethods().Select(method => method.GetCustomAttribute<FactAttribute>()?.DisplayName).OfType<string>()
            .OrderBy(name => int.Parse(name.Split(' ')[0], CultureInfo.InvariantCulture)).ToList();

        listed.ShouldBe(tested);
        tested.Select(name => name.Split(' ')[0]).ShouldBe(Enumerable.Range(1, tested.Count).Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }
}
