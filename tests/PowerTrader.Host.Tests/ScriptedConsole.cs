using Spectre.Console;
using Spectre.Console.Rendering;

namespace PowerTrader.Host.Tests;

/// <summary>A console of a given width whose keys are written beforehand.</summary>
internal sealed class ScriptedConsole : IAnsiConsole, IAnsiConsoleInput
{
    private readonly StringWriter written = new();
    private readonly Queue<char> keys;
    private readonly IAnsiConsole inner;

    /// <param name="answers">Each is typed and ended with Enter.</param>
    public ScriptedConsole(int width, params string[] answers)
    {
        keys = new Queue<char>(string.Concat(answers.Select(answer => answer + "\r")));
        inner = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(written),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        inner.Profile.Width = width;
    }

    public string Written => written.ToString();

    public Profile Profile => inner.Profile;

    public IAnsiConsoleCursor Cursor => inner.Cursor;

    public IAnsiConsoleInput Input => this;

    public IExclusivityMode ExclusivityMode => inner.ExclusivityMode;

    public RenderPipeline Pipeline => inner.Pipeline;

    public void Clear(bool home) => inner.Clear(home);

    public void Write(IRenderable renderable) => inner.Write(renderable);

    public bool IsKeyAvailable() => keys.Count > 0;

    public ConsoleKeyInfo? ReadKey(bool intercept)
    {
        var key = keys.Dequeue();
        return new ConsoleKeyInfo(key, key == '\r' ? ConsoleKey.Enter : ConsoleKey.A, false, false, false);
    }

    public Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) => Task.FromResult(ReadKey(intercept));
}
