using System.Globalization;

namespace PowerTrader.Core.Strategy.Dca;

/// <summary>What a DCA bot remembers of its deal beside the portfolio. <c>default</c> has none.</summary>
/// <param name="BaseValue">Of the base order's fills, without fees; with <paramref name="BaseQuantity"/> its price.</param>
/// <param name="Sizes">With which the deal began.</param>
/// <param name="Targets">Reached and sold.</param>
/// <param name="Peak">Highest bid since the last target was reached; 0 before.</param>
/// <param name="Trough">Lowest ask while a purchase waits for the rebound; 0 where none does.</param>
internal readonly record struct DcaMemory(decimal BaseValue, decimal BaseQuantity, DcaSizes Sizes, int Targets, decimal Peak, decimal Trough)
{
    public bool HasBase => BaseQuantity > 0;

    public decimal BasePrice => BaseValue / BaseQuantity;

    public string Save() => this == default ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{BaseValue};{BaseQuantity};{Sizes.BaseOrder};{Sizes.SafetyOrder};{Targets};{Peak};{Trough}");

    public static DcaMemory Parse(string text)
    {
        if (text.Length == 0) return default;
        var parts = text.Split(';').Select(part => decimal.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
        return new DcaMemory(parts[0], parts[1], new DcaSizes(parts[2], parts[3]), (int)parts[4], parts[5], parts[6]);
    }
}
