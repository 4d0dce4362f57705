using System.CommandLine;
using System.CommandLine.Parsing;
using PowerTrader.Core.Settings;

namespace PowerTrader.Host.CommandLine;

/// <summary>What the parser could not place, one line each: what was typed, the rule, the remedy.</summary>
internal sealed class ParseFaults
{
    private readonly Command command;
    private readonly string verb;
    private readonly List<string> lines = [];

    private ParseFaults(ParseResult parsed)
    {
        command = parsed.CommandResult.Command;
        verb = VerbOf(parsed.CommandResult);
        AddUnmatched(parsed);
        AddMisplaced(parsed.CommandResult);
        foreach (var error in parsed.Errors) AddError(error, parsed.UnmatchedTokens.Count > 0);
        if (!RunVerbs.Lists(command)) AddEmpty(parsed.CommandResult);
    }

    /// <summary>Empty where the line can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed) => new ParseFaults(parsed).lines;

    private string Help => $"see 'powertrader{(verb.Length > 0 ? " " + verb : "")} --help'";

    private void AddUnmatched(ParseResult parsed)
    {
        var tokens = parsed.UnmatchedTokens;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!IsOption(tokens[i]))
            {
                Add(command.Subcommands.Count > 0
                    ? $"'{tokens[i]}' is no verb{Meant(tokens[i], command.Subcommands.Select(each => each.Name))}; {Help}"
                    : $"'{tokens[i]}' is one argument too many for '{verb}'; {Help}");
                continue;
            }
            AddUnknownOption(tokens[i]);
            // What follows an unknown option is its value, and no fault of its own.
            if (i + 1 < tokens.Count && !IsOption(tokens[i + 1]) && Follows(parsed.Tokens, tokens[i], tokens[i + 1])) i++;
        }
    }

    /// <summary>The parser takes an unknown option for an argument where one is free.</summary>
    private void AddMisplaced(CommandResult result)
    {
        foreach (var argument in result.Children.OfType<ArgumentResult>())
        {
            foreach (var token in argument.Tokens.Where(token => IsOption(token.Value))) AddUnknownOption(token.Value);
        }
    }

    private void AddUnknownOption(string token)
    {
        var name = token.Split('=', ':')[0];
        var known = command.Options.Select(option => option.Name);
        Add($"'{name}' is no option of '{(verb.Length > 0 ? verb : "powertrader")}'{Meant(name, known)}; {Help}");
    }

    private void AddError(ParseError error, bool hasUnmatched)
    {
        var result = error.SymbolResult is ArgumentResult { Parent: OptionResult owner } ? owner : error.SymbolResult;
        switch (result)
        {
            case OptionResult { Tokens.Count: 0 } option:
                Add($"{option.Option.Name} needs a value; {Help}");
                break;
            case OptionResult { Tokens.Count: > 1 } option:
                Add($"{option.Option.Name} is given {option.Tokens.Count} times ({string.Join(", ", option.Tokens.Select(token => $"'{token.Value}'"))}); give it once");
                break;
            case ArgumentResult { Tokens.Count: 0 } argument:
                Add($"{argument.Argument.Name} is missing: {argument.Argument.Description}; {Help}");
                break;
            case CommandResult when hasUnmatched:
                break;
            case CommandResult when command.Arguments.Count > 0 && command.Subcommands.Count == 0:
                foreach (var argument in command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0))
                    Add($"{argument.Name} is missing: {argument.Description}; {Help}");
                break;
            case CommandResult when command.Subcommands.Count > 0:
                Add($"'{verb}' needs one of {string.Join(", ", command.Subcommands.Select(each => each.Name))}; {Help}");
                break;
            default:
                Add($"{error.Message.ReplaceLineEndings(" ").TrimEnd('.')}; {Help}");
                break;
        }
    }

    private void AddEmpty(CommandResult result)
    {
        foreach (var child in result.Children)
        {
            var name = child switch { OptionResult option => option.Option.Name, ArgumentResult argument => argument.Argument.Name, _ => "" };
            if (child.Tokens.FirstOrDefault(token => string.IsNullOrWhiteSpace(token.Value)) is { } empty) Add($"{name} '{empty.Value}' must not be empty; leave it out or give a value");
        }
    }

    private void Add(string line)
    {
        if (!lines.Contains(line)) lines.Add(line);
    }

    private static bool Follows(IReadOnlyList<Token> all, string first, string second)
    {
        for (var i = 0; i + 1 < all.Count; i++)
        {
            if (all[i].Value == first && all[i + 1].Value == second) return true;
        }
        return false;
    }

    private static string Meant(string typed, IEnumerable<string> known) => Spelling.Nearest(typed, known) is { } meant ? $", did you mean '{meant}'?" : "";

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]);

    /// <summary>The verb with the ones above it; empty at the top.</summary>
    private static string VerbOf(CommandResult result) =>
        result.Parent is not CommandResult parent ? "" : $"{VerbOf(parent)} {result.Command.Name}".TrimStart();
}
