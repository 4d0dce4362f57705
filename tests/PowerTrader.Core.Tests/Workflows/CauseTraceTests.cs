using System.Diagnostics;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Workflows;

public class CauseTraceTests
{
    /// <summary>Expected: <c>printf abc | sha256sum</c>, the vector of FIPS 180-2, appendix B.1.</summary>
    [Fact]
    public void Of_AKnownHash_IsItsFirstBytes()
    {
        var context = CauseTrace.Of("abc");

        context.TraceId.ToHexString().ShouldBe("ba7816bf8f01cfea414140de5dae2223");
        context.SpanId.ToHexString().ShouldBe("b00361a396177a9c");
        context.TraceFlags.ShouldBe(ActivityTraceFlags.Recorded);
        context.IsRemote.ShouldBeTrue();
    }

    [Fact]
    public void Of_Nothing_IsRefused() => Should.Throw<ArgumentException>(() => CauseTrace.Of(""));
}
