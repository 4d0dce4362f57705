using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Tests;

/// <summary>Every verb keeps the same promises: help with an example that is one, and JSON for programs.</summary>
public partial class CommandLineTests
{
    /// <summary>Its output is JSON anyway.</summary>
    private const string Schema = "powertrader config schema";

    [Fact]
    public void EveryVerb_Help_HasAnExampleThatParses()
    {
        var root = PowerTraderCommand.Build();

        foreach (var (path, command) in Walk(root, "powertrader"))
        {
            var examples = Example().Matches(command.Description ?? "").Select(match => match.Groups[1].Value).ToList();
            examples.ShouldNotBeEmpty($"{path} has no example");
            foreach (var example in examples)
            {
                if (command.Subcommands.Count == 0) example.ShouldStartWith(path, Case.Sensitive, $"an example of {path} shows that verb");
                root.Parse(Words(example)).Errors.Select(error => error.Message).ShouldBeEmpty($"{path}: {example}");
            }
            command.Options.ShouldAllBe(option => option is HelpOption || option is VersionOption || !string.IsNullOrEmpty(option.Description), path);
        }
    }

    [Fact]
    public void EveryVerb_CanPrintJson()
    {
        foreach (var (path, command) in Walk(PowerTraderCommand.Build(), "powertrader").Where(each => each.Command.Subcommands.Count == 0 && each.Path != Schema))
            command.Options.ShouldContain(option => option.Name == "--json", path);
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path)
    {
        yield return (path, command);
        foreach (var (inner, verb) in command.Subcommands.SelectMany(sub => Walk(sub, $"{path} {sub.Name}"))) yield return (inner, verb);
    }

    /// <summary>The words after the program's name, quotes and redirections as a shell would take them.</summary>
    private static string[] Words(string example) =>
        [.. Word().Matches(example.Split(" > ")[0]).Skip(1).Select(match => match.Value.Trim('\''))];

    [GeneratedRegex(@"^Example: (powertrader.*)$", RegexOptions.Multiline)]
    private static partial Regex Example();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();
}
