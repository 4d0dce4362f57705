namespace PowerTrader.Core;

/// <summary>Names of tables, queues, workflows and containers, once. A changed sequence of awaits is a new version of a workflow's name.</summary>
public static class Names
{
    public const string Portfolios = "Portfolios";
    public const string Orders = "Orders";
    public const string Fills = "Fills";
    public const string Decisions = "Decisions";
    public const string Forecasts = "Forecasts";
    public const string Candles = "Candles";
    public const string Quotes = "Quotes";
    public const string Instruments = "Instruments";
    public const string PaperVenue = "PaperVenue";
    public const string VenueFills = "VenueFills";
    public const string Models = "Models";
    public const string Tenants = "Tenants";
    public const string Service = "Service";
    public const string Days = "Days";
    public const string Drift = "Drift";
    public const string Alerts = "Alerts";
    public const string Reconciliations = "Reconciliations";
    public const string Settings = "Settings";

    public const string ActionAnswers = "ActionAnswers";

    public const string OrdersQueue = "orders";
    public const string ActionsQueue = "actions";
    public const string AlertsQueue = "alerts";

    public const string ModelsContainer = "models";
    public const string SettingsContainer = "settings";

    public const string MarketTick = "MarketTick";
    public const string TradeTick = "TradeTick";
    public const string Reconcile = "Reconcile";
    public const string AccountFeed = "AccountFeed";
    public const string Train = "Train";
    public const string Repair = "Repair";
    public const string DailyClose = "DailyClose";
    public const string Prepare = "Prepare";

    public const string Forecast = "Forecast.v1";
    public const string TradeCycle = "TradeCycle.v1";
    public const string TrackOrder = "TrackOrder.v1";
    public const string TrainModels = "Train.v1";
    public const string RepairCandles = "Repair.v1";
    public const string PrepareTrader = "Prepare.v1";
    public const string CloseDay = "DailyClose.v1";
}
