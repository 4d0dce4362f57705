using System.Globalization;

namespace PowerTrader.Core.Strategy.Dca;

/// <summary>What a DCA bot remembers of its deal beside the portfolio. <c>default</c> has none.</summary>
/// <param name="BaseValue">Of the base order's fills, without fees; with <paramref name="BaseQuantity"/> its price.</param>
/// <param name="Cost">Of what is held by the average of all purchases, fees included. The books sell the oldest lots first, whose cost would make each target hang on what was sold before.</param>
/// <param name="Held">What it bought and has not sold.</param>
/// <param name="Sizes">With which the deal began.</param>
/// <param name="Targets">Reached and sold.</param>
/// <param name="Peak">Highest bid since the last target was reached; 0 before.</param>
/// <param name="Trough">Lowest ask while a purchase waits for the rebound; 0 where none does.</param>
internal readonly record struct DcaMemory(decimal BaseValue, decimal BaseQuantity, decimal Cost, decimal Held, DcaSizes Sizes, int Targets, decimal Peak, decimal Trough)
{
    public bool HasBase => BaseQuantity > 0;

    public decimal BasePrice => BaseValue / BaseQuantity;

    /// <summary>Of one coin.</summary>
    public decimal UnitCost => Held > 0 ? Cost / Held : 0;

    public DcaMemory Bought(decimal quantity, decimal cost) => this with { Cost = Cost + cost, Held = Held + quantity, Peak = 0, Trough = 0 };

    public DcaMemory Sold(decimal quantity) => this with { Cost = Held > quantity ? Cost - Cost * quantity / Held : 0, Held = Math.Max(0, Held - quantity) };

    public string Save() => this == default ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{BaseValue};{BaseQuantity};{Cost};{Held};{Sizes.BaseOrder};{Sizes.SafetyOrder};{Targets};{Peak};{Trough}");

    public static DcaMemory Parse(string text)
    {
        if (text.Length == 0) return default;
        var parts = text.Split(';').Select(part => decimal.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
        return new DcaMemory(parts[0], parts[1], parts[2], parts[3], new DcaSizes(parts[4], parts[5]), (int)parts[6], parts[7], parts[8]);
    }
}
