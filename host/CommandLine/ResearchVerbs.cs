using System.CommandLine;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>backtest</c> and <c>evaluate</c>.</summary>
internal static class ResearchVerbs
{
    public static void AddTo(RootCommand root)
    {
    }
}
