using System.CommandLine;
using PowerTrader.Core.Actions;

namespace PowerTrader.Host.CommandLine;

internal sealed record ActionOptions(string? Data, ActionForm Form, bool Yes, bool Json);

/// <summary>The options that every action by hand shares.</summary>
internal sealed class ActionOptionSet
{
    private readonly Option<string?> data = CommonOptions.Data();
    private readonly Option<string?> limit = new("--limit") { Description = "Limit of an order (default: just beyond the touch)" };
    private readonly Option<string?> key = new("--key") { Description = "Idempotency key: the same one never acts twice (default: derived from the books)" };
    private readonly Option<bool> yes = new("--yes") { Description = "Do it; without it only what would happen is shown" };
    private readonly Option<bool> json = CommonOptions.Json();

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { limit, key, yes, data, json }) command.Options.Add(option);
        return command;
    }

    public ActionOptions Read(ParseResult parsed, ActionForm form) => new(
        parsed.GetValue(data), form with { Limit = parsed.GetValue(limit), Key = parsed.GetValue(key) }, parsed.GetValue(yes), parsed.GetValue(json));
}
