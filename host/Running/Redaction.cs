using PowerTrader.Core.Secrets;

namespace PowerTrader.Host.Running;

/// <summary>The one redactor of this process, before both of its outputs.</summary>
internal static class Redaction
{
    public static Redactor Process { get; } = new();

    public static void Install()
    {
        Console.SetOut(new RedactingWriter(Console.Out, Process));
        Console.SetError(new RedactingWriter(Console.Error, Process));
    }
}
