using System.Text.RegularExpressions;
using System.Xml.Linq;
using PowerTrader.Testing;

namespace PowerTrader.Architecture.Tests;

public partial class LayoutTests
{
    /// <summary>What each project may reference. A folder arrives with its first code.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["core"] = [],
        ["models"] = ["core"],
        ["adapters"] = ["core", "models"],
        ["cloud"] = ["core", "models", "adapters", "api"],
        ["api"] = ["core", "models", "adapters"],
        ["host"] = ["core", "models", "adapters", "api"],
        ["bench"] = ["core", "models", "adapters", "api", "host"],
        ["functions"] = ["core", "models", "adapters", "cloud", "api"],
    };

    public static TheoryData<string> Projects => [.. Arrows.Keys.Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_PointInwards(string folder)
    {
        var project = Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj").Single();
        var references = XDocument.Load(project).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/').Split('/')[1]);

        references.ShouldBeSubsetOf(Arrows[folder]);
    }

    [Fact]
    public void Core_Packages_AreAnalyzersOnly()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "core", "PowerTrader.Core.csproj"));

        project.Descendants("PackageReference").ShouldAllBe(package => package.Attribute("PrivateAssets")!.Value == "all");
        project.Descendants("FrameworkReference").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Sources_Namespace_IsTheFolder(string folder)
    {
        foreach (var file in Sources(folder).Where(file => Path.GetFileName(file) != "Program.cs"))
        {
            var relative = Path.GetRelativePath(Path.Combine(Repository.Root, folder), Path.GetDirectoryName(file)!);
            var expected = "PowerTrader." + char.ToUpperInvariant(folder[0]) + folder[1..] + (relative == "." ? "" : "." + relative.Replace(Path.DirectorySeparatorChar, '.'));
            Namespace().Match(File.ReadAllText(file)).Groups[1].Value.ShouldBe(expected, file);
        }
    }

    /// <summary>The whole check formats layout only, which knows no order of usings.</summary>
    [Fact]
    public void Sources_Usings_AreSortedSystemFirst()
    {
        foreach (var folder in Arrows.Keys.Append("tests").Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder))))
        {
            foreach (var file in Sources(folder))
            {
                var names = Using().Matches(File.ReadAllText(file)).Select(found => found.Groups[1].Value).ToList();
                // By parts of the name: a namespace comes before what is in it.
                var sorted = names.OrderBy(name => name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1).ThenBy(name => name.Replace('.', '\u0001'), StringComparer.Ordinal);
                string.Join('\n', names).ShouldBe(string.Join('\n', sorted), file);
            }
        }
    }

    [Fact]
    public void Sources_Length_IsLimited()
    {
        foreach (var folder in Arrows.Keys.Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder))))
        {
            foreach (var file in Sources(folder)) File.ReadLines(file).Count().ShouldBeLessThanOrEqualTo(400, file);
        }
        foreach (var file in Sources("tests")) File.ReadLines(file).Count().ShouldBeLessThanOrEqualTo(600, file);
    }

    [Fact]
    public void Decisions_Length_IsFortyLines()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "docs", "adr"), "*.md")) File.ReadLines(file).Count().ShouldBeLessThanOrEqualTo(40, file);
    }

    [Fact]
    public void Readme_FirstBlock_HasExactlyTwoCommands()
    {
        var blocks = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("```");

        blocks[1].Trim().Split('\n').ShouldBe(["dotnet run --project host", "dotnet test"]);
    }

    [Fact]
    public void Readme_Links_LeadSomewhere()
    {
        foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))))
            Path.Exists(Path.Combine(Repository.Root, link.Groups[1].Value)).ShouldBeTrue(link.Value);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"));

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
