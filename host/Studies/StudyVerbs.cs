using System.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>Studies of recorded candles: what a search, a walk, other costs or another strategy would have made, and how much of it is luck.</summary>
internal static class StudyVerbs
{
    public static void AddTo(RootCommand root)
    {
        OptimizeVerb.AddTo(root);
        WalkForwardVerb.AddTo(root);
        SensitivityVerb.AddTo(root);
        CompareVerb.AddTo(root);
    }
}
