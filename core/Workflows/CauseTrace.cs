using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace PowerTrader.Core.Workflows;

/// <summary>The trace that a cause has everywhere: derived from its id, so that no store, queue or workflow has to carry it.</summary>
/// <remarks>
/// Trace id = bytes 0 to 15 of the SHA-256 of the id in UTF-8; span id = bytes 16 to 23, the parent of the trace's outermost spans, never reported itself.
/// Format: W3C Trace Context, level 1.
/// </remarks>
public static class CauseTrace
{
    /// <summary>Sampled, so that a trace is whole in every process.</summary>
    /// <param name="cause">A workflow instance's id, e.g. <c>TradeCycle.v1|local|main|20250101T000015Z</c>.</param>
    public static ActivityContext Of(string cause)
    {
        ArgumentException.ThrowIfNullOrEmpty(cause);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(cause), hash);
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash[..16]), ActivitySpanId.CreateFromBytes(hash.Slice(16, 8)), ActivityTraceFlags.Recorded, isRemote: true);
    }
}
