using System.Globalization;

namespace PowerTrader.Core.Indicators;

/// <summary>An indicator under a name and a version: the same name and version give the same values for ever, a changed formula gets a new version.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="Version">From 1.</param>
/// <param name="Outputs">Names of its values, the main one first.</param>
/// <param name="Create">Makes one from the parameters' values, in their order and within their ranges.</param>
/// <param name="Source">Where the formula is from.</param>
public sealed record IndicatorDefinition(
    string Name, int Version, IReadOnlyList<string> Outputs, IReadOnlyList<IndicatorParameter> Parameters, Func<IReadOnlyList<double>, IIndicator> Create, string Source)
{
    /// <summary><c>rsi@1</c></summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Name}@{Version}");
}
