using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PowerTrader.Host.Tests;

/// <summary>The program at a terminal, made by <c>script</c> of util-linux: colours, width, and a picture that leaves nothing behind.</summary>
public sealed partial class PseudoTerminalTests : IDisposable
{
    private const string Escape = "\u001b";
    private const string ShowCursor = Escape + "[?25h";

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task Explain_AtATerminal_HasColour_ObeysNoColor_AndFitsTheWidth()
    {
        SkipWithoutScript();
        (await Trader.RunAsync("run", "--cycles", "5", "--speed", "max", "--coins", "BTC", "--json", "--data", trader.Data)).ExitCode.ShouldBe(0);

        var coloured = await ShellAsync($"stty cols 70; {Program} explain BTC --data {trader.Data}", "");
        var plain = await ShellAsync($"stty cols 70; NO_COLOR=1 {Program} explain BTC --data {trader.Data}", "");
        var table = await ShellAsync($"stty cols 70; NO_COLOR=1 {Program} positions --data {trader.Data}", "");

        Colour().IsMatch(coloured).ShouldBeTrue();
        Colour().IsMatch(plain).ShouldBeFalse("NO_COLOR asks for no colour");
        table.Split('\n').ShouldAllBe(line => Sequence().Replace(line, "").TrimEnd('\r').Length <= 70);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_AtATerminal_CtrlC_TakesThePictureAwayAndLeavesTheSummary()
    {
        SkipWithoutScript();

        var written = await ShellAsync($"stty cols 100 rows 40; {Program} run --coins BTC --seed 2 --port 0 --data {trader.Data}", "Ctrl-C stops");

        var end = written[written.LastIndexOf(ShowCursor, StringComparison.Ordinal)..];
        end.ShouldContain("Stopped cleanly");
        end.ShouldContain("powertrader explain BTC");
        written.ShouldContain("why: ");
    }

    private static string Program => $"dotnet {Path.Combine(AppContext.BaseDirectory, "powertrader.dll")}";

    /// <summary>Runs the command at a terminal; once it has written the text, Ctrl-C is pressed. It must end well.</summary>
    /// <remarks>
    /// The shell that outlives the command tells how it ended: <c>script</c> itself may answer otherwise when the terminal goes before the command is
    /// waited for. The shell's own trap lets it live through Ctrl-C and does not reach the command.
    /// </remarks>
    private static async Task<string> ShellAsync(string command, string interruptAfter)
    {
        var start = new ProcessStartInfo("script") { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-qc", $"trap : INT; {command}; echo ended with $?", "/dev/null" }) start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        using var process = Process.Start(start)!;
        var written = new System.Text.StringBuilder();
        var buffer = new char[4096];
        var pressed = interruptAfter.Length == 0;
        while (await process.StandardOutput.ReadAsync(buffer) is var count and > 0)
        {
            written.Append(buffer, 0, count);
            if (pressed || !written.ToString().Contains(interruptAfter, StringComparison.Ordinal)) continue;
            pressed = true;
            await process.StandardInput.WriteAsync('\u0003');
            await process.StandardInput.FlushAsync();
        }
        await process.WaitForExitAsync();
        var text = written.ToString();
        text.ShouldContain("ended with 0");
        return text[..text.LastIndexOf("ended with 0", StringComparison.Ordinal)];
    }

    [GeneratedRegex("\u001b\\[[0-9;]*3[0-9]")]
    private static partial Regex Colour();

    [GeneratedRegex("\u001b(\\[[0-9;?]*[a-zA-Z]|=|>)")]
    private static partial Regex Sequence();

    private static void SkipWithoutScript() => Assert.SkipUnless(File.Exists("/usr/bin/script"), "this machine has no 'script'");
}
