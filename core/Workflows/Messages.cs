using System.Globalization;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Body of a message of the orders queue: which order, never what; the order row is the truth.</summary>
public sealed record PlaceOrderMessage(PortfolioKey Portfolio, ClientOrderId OrderId, Symbol Symbol);

public sealed record TrackOrderInput(PortfolioKey Portfolio, ClientOrderId OrderId, Symbol Symbol, DateTimeOffset AcceptedAt);

/// <param name="SettingsVersion">Of the portfolio when the gate opened.</param>
public sealed record TradeCycleInput(PortfolioKey Portfolio, DateTimeOffset ScheduledFor, int SettingsVersion = 1)
{
    /// <summary>The cycle's workflow instance, also written on its orders.</summary>
    public string InstanceId => $"{Names.TradeCycle}|{Portfolio}|{ScheduledFor.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
}

/// <param name="Open">Open time of the closed candle that is to be learned.</param>
public sealed record ForecastInput(MarketId Market, Symbol Symbol, Timeframe Timeframe, DateTimeOffset Open);

public sealed record TrainInput(MarketId Market, DateTimeOffset ScheduledFor);

/// <summary>A person's request, left by another process for the trader that runs.</summary>
/// <param name="ValidUntil">Wall time, in which people live at any speed of a simulated market. Not carried out after it: prices and wishes change.</param>
public sealed record ActionMessage(PortfolioKey Portfolio, ActionRequest Request, DateTimeOffset ValidUntil);
