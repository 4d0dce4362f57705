using PowerTrader.Core.Extensions;

namespace PowerTrader.Adapters.Paper;

/// <summary>The paper broker as it stands in the registry.</summary>
public static class PaperDefinition
{
    public static BrokerDefinition Definition { get; } = new(
        "paper", 1, "Fills on the market's quotes with paper money; an account of its own per portfolio.", [], true,
        seat => new PaperBroker(seat.Tables, seat.Portfolio.ToString(), seat.Market, seat.Time, new PaperOptions(seat.StartCash.Amount, seat.Costs.FeeRate, seat.Costs.SlippageFraction)));
}
