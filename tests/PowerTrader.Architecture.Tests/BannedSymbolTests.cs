using System.Reflection;
using System.Xml.Linq;
using PowerTrader.Testing;

namespace PowerTrader.Architecture.Tests;

/// <summary>That core stays pure: the analyzer and its list are wired up, every line of the list names something, and no overload is left out.</summary>
public class BannedSymbolTests
{
    private static readonly string Core = Path.Combine(Repository.Root, "core");

    /// <summary>Ids as documentation comments write them. A misspelt one would ban nothing, and nobody would be told.</summary>
    private static readonly string[] Listed = [.. File.ReadLines(Path.Combine(Core, "BannedSymbols.txt")).Select(line => line.Split(';')[0])];

    private static readonly Type[] Known =
    [
        .. new[] { "System.Private.CoreLib", "System.Net.Http", "System.Net.Sockets", "System.Net.WebSockets", "System.Net.NameResolution", "System.Console",
            "System.Diagnostics.Process", "System.Threading.Tasks.Parallel", "System.Security.Cryptography", }
            .SelectMany(name => Assembly.Load(name).GetExportedTypes()),
    ];

    [Fact]
    public void Core_Analyzer_IsWiredUpAsAnError()
    {
        var project = XDocument.Load(Path.Combine(Core, "PowerTrader.Core.csproj"));

        project.Descendants("PackageReference").ShouldContain(package => package.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        project.Descendants("AdditionalFiles").ShouldContain(file => file.Attribute("Include")!.Value == "BannedSymbols.txt");
        File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")).ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        foreach (var settings in Directory.EnumerateFiles(Repository.Root, ".editorconfig").Concat(Directory.EnumerateFiles(Core, ".editorconfig")))
            File.ReadAllText(settings).ShouldNotContain("RS0030.severity = none");
        Directory.EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .ShouldAllBe(file => !File.ReadAllText(file).Contains("RS0030"));
    }

    [Fact]
    public void List_EveryLine_NamesSomething()
    {
        Listed.Distinct().Count().ShouldBe(Listed.Length);
        foreach (var id in Listed)
        {
            var name = id[2..];
            var exists = id[0] switch
            {
                'N' => Known.Any(type => type.Namespace == name),
                'T' => Known.Any(type => type.FullName == name),
                _ => Known.Where(type => type.FullName is { } full && name.StartsWith(full + ".", StringComparison.Ordinal)).Any(type => Ids(type).Contains(id)),
            };
            exists.ShouldBeTrue(id);
        }
    }

    [Theory]
    [InlineData(typeof(Task), "Run")]
    [InlineData(typeof(Task), "Delay")]
    [InlineData(typeof(Task), "ConfigureAwait")]
    [InlineData(typeof(Task<>), "ConfigureAwait")]
    [InlineData(typeof(Task), "WaitAsync")]
    [InlineData(typeof(Task<>), "WaitAsync")]
    [InlineData(typeof(Task), "Wait")]
    [InlineData(typeof(Task), "WaitAll")]
    [InlineData(typeof(Task), "WaitAny")]
    [InlineData(typeof(Guid), "CreateVersion7")]
    public void List_Method_HasEveryOverload(Type type, string method)
    {
        var overloads = type.GetMethods().Where(each => each.Name == method && each.DeclaringType == type).Select(Id).ToList();

        overloads.ShouldNotBeEmpty();
        overloads.ShouldBeSubsetOf(Listed);
    }

    [Theory]
    [InlineData(typeof(StreamReader))]
    [InlineData(typeof(StreamWriter))]
    public void List_ConstructorsThatOpenAFile_AreAllThere(Type type) => type.GetConstructors()
        .Where(each => each.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(string)).Select(Id).ShouldBeSubsetOf(Listed);

    [Theory]
    [InlineData("T:System.Diagnostics.Stopwatch")]
    [InlineData("T:System.Random")]
    [InlineData("T:System.Security.Cryptography.RandomNumberGenerator")]
    [InlineData("T:System.IO.File")]
    [InlineData("T:System.IO.FileStream")]
    [InlineData("T:System.Net.Http.HttpClient")]
    [InlineData("N:System.Net.Sockets")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("P:System.TimeProvider.System")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("T:System.Threading.Thread")]
    [InlineData("T:System.Console")]
    [InlineData("T:System.Environment")]
    public void List_WhatCoreMustNotKnow_IsThere(string id) => Listed.ShouldContain(id);

    private static IEnumerable<string> Ids(Type type) =>
        type.GetMethods().Cast<MethodBase>().Concat(type.GetConstructors()).Select(Id)
            .Concat(type.GetProperties().Select(property => $"P:{type.FullName}.{property.Name}"));

    private static string Id(MethodBase method)
    {
        var generic = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var parameters = string.Join(',', method.GetParameters().Select(parameter => Name(parameter.ParameterType)));
        return $"M:{method.DeclaringType!.FullName}.{method.Name.Replace('.', '#')}{generic}{(parameters.Length > 0 ? $"({parameters})" : "")}";
    }

    private static string Name(Type type)
    {
        if (type.IsGenericMethodParameter) return $"``{type.GenericParameterPosition}";
        if (type.IsGenericParameter) return $"`{type.GenericParameterPosition}";
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (type.IsByRef) return Name(type.GetElementType()!) + "@";
        if (!type.IsGenericType) return type.FullName!.Replace('+', '.');
        var definition = type.GetGenericTypeDefinition().FullName!;
        return $"{definition[..definition.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}";
    }
}
