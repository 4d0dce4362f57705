using System.Text;
using PowerTrader.Core.Secrets;

namespace PowerTrader.Host.Running;

/// <summary>Writes each text as the redactor leaves it. A secret that is written in pieces is not found: nobody here writes one at all.</summary>
internal sealed class RedactingWriter(TextWriter inner, Redactor redactor) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value)
    {
        if (value is not null) inner.Write(redactor.Clean(value));
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void Flush() => inner.Flush();
}
