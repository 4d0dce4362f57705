using System.Text;

namespace PowerTrader.Core.Ports;

/// <summary>The limit of what an engine carries: inputs, outputs, payloads and results of workflows and activities.</summary>
public static class WorkflowRules
{
    /// <summary>In UTF-8.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <exception cref="ArgumentException">Larger than <see cref="MaxBytes"/>.</exception>
    public static void CheckSize(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > MaxBytes) throw new ArgumentException($"{what} has {bytes} bytes, more than {MaxBytes}: pass it by reference");
    }
}
