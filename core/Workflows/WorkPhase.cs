namespace PowerTrader.Core.Workflows;

/// <summary>Order of the work due at one instant on the embedded runtime: a phase starts when the earlier ones have drained.</summary>
/// <remarks>A cloud engine has no such order; nothing may need it for correctness, only for repeatable runs.</remarks>
public enum WorkPhase
{
    MarketTick,
    Forecast,
    Reconcile,
    PlaceOrder,
    TrackOrder,

    /// <summary>The tick and the trade cycles it starts.</summary>
    TradeTick,
    Train,
    DailyClose,
    Notify,
}
