using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Backtesting;

/// <summary>What a strategy may know of its portfolio, and where it leaves orders. What is sent now arrives after this bar.</summary>
public sealed class BacktestDesk
{
    private readonly BacktestSession session;

    internal BacktestDesk(BacktestSession session) => this.session = session;

    /// <summary>Close of the bar that is decided on, or the instant inside it.</summary>
    public DateTimeOffset Now => session.Now;

    /// <summary>Cash that no open order has reserved.</summary>
    public decimal FreeCash => session.Book.FreeCash.Amount;

    /// <summary>With which the run began.</summary>
    public decimal StartCash => session.Request.Cash;

    /// <summary>Cash and deals at the bid, net of the exit's cost where the run is marked so.</summary>
    public decimal Equity => session.Equity();

    public CostRules Costs => session.Request.Costs;

    /// <summary>For the strategies that live trading has, which decide by its kernel.</summary>
    internal BacktestSession Session => session;

    /// <summary>The open deal; null where there is none.</summary>
    public Deal? DealOf(Symbol symbol) => session.Book.SymbolOf(symbol).Deal;

    public Quantity HeldOf(Symbol symbol) => DealOf(symbol)?.Quantity ?? Quantity.Zero;

    public IEnumerable<Order> OpenOrdersOf(Symbol symbol) => session.Book.OpenOrdersOf(symbol);

    public Instrument InstrumentOf(Symbol symbol) => session.LaneOf(symbol).Instrument;

    /// <summary>Sends an order; its quantity is rounded down to the increment.</summary>
    /// <returns>Null where the venue's minimum, free cash, holdings or an open order of the same leg forbid it: the refusal is noted.</returns>
    public Order? Send(in OrderTicket ticket) => session.Send(ticket);

    /// <summary>Takes an open order back; what has filled stays. False where it is not open.</summary>
    public bool Cancel(ClientOrderId id) => session.Cancel(id, "cancelled by the strategy");
}
