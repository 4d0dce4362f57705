using PowerTrader.Core.Experiments;

namespace PowerTrader.Core.Extensions;

/// <summary>A forecast model under a name and a version, as the evaluation walks it.</summary>
/// <param name="Create">Makes one; the flag lets it learn on while it is walked, where it can.</param>
public sealed record ModelDefinition(
    string Name, int Version, string Summary, IReadOnlyList<ParameterDefinition> Parameters, Func<ParameterSet, bool, IEvaluatedModel> Create) : IDefinition;
