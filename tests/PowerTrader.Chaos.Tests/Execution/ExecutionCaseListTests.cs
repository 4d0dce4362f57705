using System.Globalization;
using System.Reflection;
using PowerTrader.Compliance.Execution;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

/// <summary>The page of cases and the tests are the same list.</summary>
public sealed class ExecutionCaseListTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "reference", "execution-cases.md"));

    private static readonly List<string[]> Rows =
    [
        .. Page.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 3 && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)),
    ];

    private static readonly List<ExecutionCases> Brokers =
    [
        .. typeof(ExecutionCaseListTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ExecutionCases)) && !type.IsAbstract).Select(type => (ExecutionCases)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public void Page_NumbersAndSituations_AreThoseOfTheTests()
    {
        var tested = typeof(ExecutionCases).GetMethods().Select(method => method.GetCustomAttribute<FactAttribute>()?.DisplayName).OfType<string>()
            .OrderBy(name => int.Parse(name.Split(' ')[0], CultureInfo.InvariantCulture)).ToList();

        Rows.Select(cells => $"{cells[1]} {cells[2]}").ShouldBe(tested);
        tested.Select(name => name.Split(' ')[0]).ShouldBe(Enumerable.Range(1, tested.Count).Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Page_Brokers_AreThoseOfTheTests_WithTheirTier()
    {
        var tested = Brokers.Select(broker => $"{broker.BrokerName}: {Tier(broker.GetType())}").Order();

        var listed = Page.SkipWhile(line => !line.StartsWith("| broker |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => $"{cells[1]}: {cells[3]}");

        listed.Order().ShouldBe(tested);
    }

    [Fact]
    public void Page_WhereEachCaseRuns_IsAsTheBrokersSay()
    {
        var reasons = Page.Where(line => line.StartsWith("- (", StringComparison.Ordinal)).ToDictionary(line => line[3], line => line[6..]);

        var listed = Rows.SelectMany(cells => Exceptions(cells[^2]).Select(each => $"{cells[1]} {each.Broker}: {reasons[each.Letter]}"));

        listed.Order().ShouldBe(Brokers.SelectMany(broker => broker.Impossible.Select(each => $"{each.Key} {broker.BrokerName}: {each.Value}")).Order());
        reasons.Values.ShouldBeUnique();
    }

    /// <summary><c>all</c>, or <c>all but NAME (LETTER), …</c>, where a venue's name stands for every broker of it.</summary>
    private static IEnumerable<(string Broker, char Letter)> Exceptions(string cell)
    {
        if (cell == "all") return [];
        cell.ShouldStartWith("all but ");
        return cell["all but ".Length..].Split(", ").SelectMany(text =>
        {
            var (name, letter) = (text[..^4], text[^2]);
            var named = Brokers.Select(broker => broker.BrokerName).Where(known => known == name || known.StartsWith(name + " ", StringComparison.Ordinal)).ToList();
            named.ShouldNotBeEmpty(text);
            return named.Select(broker => (broker, letter));
        });
    }

    private static string Tier(Type type) => type.GetCustomAttributes<TraitAttribute>(inherit: false).FirstOrDefault(trait => trait.Name == "Tier")?.Value ?? "fast";
}
