using System.Reflection;
using System.Text.RegularExpressions;
using PowerTrader.Compliance;
using PowerTrader.Compliance.TableCases;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests;

/// <summary>Every case of the compliance suites says where its rule stands.</summary>
public sealed partial class ComplianceSourceTests
{
    private static readonly string[] Hosts = ["learn.microsoft.com", "www.kucoin.com", "docs.robinhood.com"];

    /// <summary>Facts and theories; a theory's attribute is a fact's.</summary>
    private static List<MethodInfo> Cases { get; } =
        [.. typeof(TableStoreCompliance).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() is not null)];

    [Fact]
    public void Cases_OfEverySuite_CiteTheirRule()
    {
        var silent = Cases.Where(each => SourcesOf(each).Count != 1).Select(each => $"{each.DeclaringType!.Name}.{each.Name}");

        silent.ShouldBeEmpty();
        Cases.Select(each => each.DeclaringType).Distinct().Count().ShouldBe(9);
    }

    [Fact]
    public void Sources_OfEverySuite_AreKnownPlaces()
    {
        var wrong = Cases.SelectMany(SourcesOf).Concat(TableCase.All.Values.Select(each => each.Reference)).Distinct().Where(source => !IsKnown(source));

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://learn.microsoft.com/en-us/rest/api/storageservices/put-blob", true)]
    [InlineData("docs/reference/ports.md#market-data", true)]
    [InlineData("docs/reference/ports.md#nowhere", false)]
    [InlineData("docs/reference/nothing.md", false)]
    [InlineData("https://example.com/rules", false)]
    public void IsKnown_APlace_IsThereOrNot(string source, bool known) => IsKnown(source).ShouldBe(known);

    private static List<string> SourcesOf(MethodInfo method) =>
        [.. method.GetCustomAttributes<TraitAttribute>().Where(trait => trait.Name == "Source").Select(trait => trait.Value)];

    /// <summary>A page of the service's or the venue's own documentation, or a page of this repository and a heading on it.</summary>
    private static bool IsKnown(string source)
    {
        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps) return Hosts.Contains(address.Host);
        var parts = source.Split('#');
        var path = Path.Combine(Repository.Root, parts[0]);
        return File.Exists(path) && (parts.Length == 1 || File.ReadLines(path).Where(line => line.StartsWith('#')).Any(line => AnchorOf(line) == parts[1]));
    }

    private static string AnchorOf(string heading) => Punctuation().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex Punctuation();
}
