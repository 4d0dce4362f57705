using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Functions;

/// <summary>A function as its source says it.</summary>
/// <param name="Trigger">The attribute's name without <c>Trigger</c>.</param>
/// <param name="Arguments">Of the trigger, as written.</param>
/// <param name="Body">Of the method, as written.</param>
public sealed record FunctionText(string Class, string Name, string Trigger, string Arguments, string Body, int BodyLines)
{
    private static readonly string[] Triggers = ["TimerTrigger", "OrchestrationTrigger", "ActivityTrigger", "ServiceBusTrigger", "HttpTrigger"];

    /// <summary>Every function of <c>functions/</c>, parsed: the folder is in no build where the worker's packages are not to be had.</summary>
    public static IReadOnlyList<FunctionText> All { get; } = [.. Files().SelectMany(Read)];

    public static IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    public override string ToString() => Name;

    private static IEnumerable<FunctionText> Read(string file)
    {
        var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview), file);
        tree.GetDiagnostics().ShouldBeEmpty(file);
        foreach (var method in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            if (Attribute(method.AttributeLists, "Function") is not { } function) continue;
            var trigger = method.ParameterList.Parameters.SelectMany(parameter => parameter.AttributeLists).SelectMany(list => list.Attributes)
                .Single(attribute => Triggers.Contains(attribute.Name.ToString()));
            var body = (Microsoft.CodeAnalysis.SyntaxNode?)method.Body ?? method.ExpressionBody!;
            var lines = body.GetLocation().GetLineSpan();
            yield return new FunctionText(
                method.Ancestors().OfType<ClassDeclarationSyntax>().First().Identifier.Text, NameOf(function.ArgumentList!.Arguments[0].Expression), trigger.Name.ToString()[..^"Trigger".Length],
                trigger.ArgumentList?.ToString() ?? "", body.ToString(), lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1);
        }
    }

    private static AttributeSyntax? Attribute(IEnumerable<AttributeListSyntax> lists, string name) => lists.SelectMany(list => list.Attributes).FirstOrDefault(each => each.Name.ToString() == name);

    private static string NameOf(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        InvocationExpressionSyntax named => named.ArgumentList.Arguments[0].ToString(),
        // Names.X holds what it is called, and a test says so.
        MemberAccessExpressionSyntax member => (string)typeof(Core.Names).GetField(member.Name.ToString())!.GetRawConstantValue()!,
        _ => throw new InvalidOperationException($"'{expression}' is no name"),
    };
}
