using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Analytics;

/// <summary>A deal from its first purchase to its last sale.</summary>
/// <param name="Cost">Everything bought, fees included.</param>
/// <param name="Profit">Net of both sides' fees.</param>
/// <param name="Steps">Ladder steps that were bought.</param>
public sealed record ClosedTrade(Symbol Symbol, long Deal, string Strategy, DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, decimal Cost, decimal Profit, int Steps)
{
    /// <summary>Worst and best result on the way; null where no candles were at hand.</summary>
    public Excursion? Excursion { get; init; }

    public decimal Return => Cost > 0 ? Profit / Cost : 0;

    public static ClosedTrade Of(ClosedDeal closed)
    {
        ArgumentNullException.ThrowIfNull(closed);
        var deal = closed.Deal;
        return new ClosedTrade(closed.Symbol, deal.Number, deal.Strategy, deal.OpenedAt, closed.ClosedAt, deal.Spent.Amount, deal.Realised.Amount, deal.DcaSteps);
    }
}

/// <summary>A deal that is still open.</summary>
/// <param name="Cost">Of what is held, fees included.</param>
/// <param name="Value">Of what is held, at market.</param>
/// <param name="Realised">Of what was sold of it already.</param>
public sealed record OpenTrade(Symbol Symbol, long Deal, string Strategy, DateTimeOffset OpenedAt, decimal Cost, decimal Value, decimal Realised)
{
    /// <summary>What it would end with if it were sold now.</summary>
    public decimal ProfitAtMarket => Realised + Value - Cost;
}
