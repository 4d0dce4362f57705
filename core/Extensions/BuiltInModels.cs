using PowerTrader.Core.Experiments;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Extensions;

/// <summary>The models that come with the program.</summary>
internal static class BuiltInModels
{
    public static IReadOnlyList<ModelDefinition> All { get; } =
    [
        Of(SoundModel.ModelName, "Pattern memory over seven timeframes; the one that trades.", learn => new SoundEvaluated(learn)),
        Of(Baseline.ShippedName, "The predecessor's model as it was shipped.", _ => new BaselineEvaluated(intended: false)),
        Of(Baseline.IntendedName, "The predecessor's model as it was meant.", _ => new BaselineEvaluated(intended: true)),
    ];

    private static ModelDefinition Of(string name, string summary, Func<bool, IEvaluatedModel> create) => new(name, 1, summary, [], (_, learn) => create(learn));
}
