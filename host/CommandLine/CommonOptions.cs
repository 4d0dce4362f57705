using System.CommandLine;

namespace PowerTrader.Host.CommandLine;

/// <summary>Options that most verbs have, in the same words everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data") { Description = "Folder of the trader (default: the user's application data)" };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON alone on standard output" };
}
