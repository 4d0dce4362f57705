using Spectre.Console;

namespace PowerTrader.Host.CommandLine;

/// <summary>What the two outputs can do, decided once for all verbs: colour and width at a terminal, plain whole lines in a file.</summary>
internal static class Terminal
{
    /// <summary>A file has no width: lines there are not broken.</summary>
    public const int RedirectedWidth = 200;

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Output => Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>People read standard output; with <c>--json</c> it carries JSON alone and they read standard error.</summary>
    public static IAnsiConsole For(bool json) => json ? Create(Console.Error, Console.IsErrorRedirected) : Output;

    /// <summary>Whether a picture can be drawn over and over.</summary>
    public static bool CanRedraw(IAnsiConsole console) => console.Profile.Capabilities.Ansi && !Console.IsOutputRedirected;

    /// <summary>Null in a file.</summary>
    public static int? WidthOf(IAnsiConsole console) => console.Profile.Out.IsTerminal ? console.Profile.Width : null;

    /// <summary>A line of Spectre markup: coloured at a terminal, plain and unbroken in a file.</summary>
    public static void Line(IAnsiConsole console, string markup = "")
    {
        if (console.Profile.Out.IsTerminal) console.MarkupLine(markup);
        else console.Profile.Out.Writer.WriteLine(Markup.Remove(markup));
    }

    /// <summary>The same with text that is no markup.</summary>
    public static void Text(IAnsiConsole console, string text) => Line(console, Markup.Escape(text));

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected) console.Profile.Width = RedirectedWidth;
        return console;
    }
}
