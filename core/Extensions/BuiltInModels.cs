using PowerTrader.Core.Experiments;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Extensions;

/// <summary>The models that come with the program.</summary>
internal static class BuiltInModels
{
    public static IReadOnlyList<ModelDefinition> All { get; } =
    [
        Of(SoundModel.ModelName, "Pattern memory over seven timeframes; the one that trades."),
        Of(Baseline.ShippedName, "The predecessor's model as it was shipped."),
        Of(Baseline.IntendedName, "The predecessor's model as it was meant."),
    ];

    private static ModelDefinition Of(string name, string summary) => new(name, 1, summary, [], (_, learn) => Evaluator.Create(name, learn));
}
