using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Backtesting;

/// <summary>How a run ended.</summary>
public enum RunEndKind
{
    /// <summary>After the last bar.</summary>
    Completed,

    /// <summary>Somebody asked it to stop: what was done until then stands.</summary>
    Cancelled,

    /// <summary>The strategy threw, or sums left their range: what was done until then stands.</summary>
    Failed,
}

/// <param name="At">Close of the last bar that counts.</param>
/// <param name="Why">Of a failed run: what the strategy said, or which sum at which bar.</param>
public sealed record RunEnd(RunEndKind Kind, DateTimeOffset At, string? Why)
{
    /// <summary>Of a failed run: bars and money are at fault and not the strategy; sums left the range in which they are exact.</summary>
    public bool IsBeyondRange { get; init; }
}

/// <summary>A closed deal with what it went through on the way.</summary>
/// <param name="Cost">The most that it cost at once, fees included.</param>
/// <param name="Profit">Net of both sides' fees.</param>
/// <param name="Steps">Ladder steps bought.</param>
/// <param name="Mae">Maximum adverse excursion: the worst net result, were it sold at a bar's low, ÷ cost; 0 or negative.</param>
/// <param name="Mfe">Maximum favourable excursion: the best net result, were it sold at a bar's high, ÷ cost; 0 or positive.</param>
/// <remarks>The bar of an entry counts whole, that of the exit up to the price of the exit. Source: Sweeney, Maximum Adverse Excursion, 1996.</remarks>
public sealed record DealRecord(
    long Number, Symbol Symbol, DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, decimal Cost, decimal Profit, decimal Fees, int Steps, decimal Mae, decimal Mfe)
{
    /// <summary>Everything that it bought, fees included.</summary>
    public decimal Spent { get; init; }

    public TimeSpan Held => ClosedAt - OpenedAt;
}

/// <summary>A deal that is open at the end.</summary>
/// <param name="Cost">Of what is held, fees included.</param>
/// <param name="Value">At the bid, net of the exit's cost.</param>
/// <param name="Age">Since it began.</param>
public sealed record OpenDeal(long Number, Symbol Symbol, DateTimeOffset OpenedAt, TimeSpan Age, decimal Quantity, decimal Cost, decimal Value, int Steps);

/// <summary>A wish that rules or the venue refused.</summary>
/// <param name="Rule">Name of the condition, or <c>venue</c>.</param>
/// <param name="Count">How often in a row; the time is the first one's.</param>
public sealed record Refusal(DateTimeOffset Time, Symbol Symbol, Leg Leg, string Rule, int Count);

/// <summary>What a run did and where it ended. Money in the quote coin; fractions where a share is meant.</summary>
/// <param name="FinalValue">Cash and every open deal at market, net of the exit's cost where <see cref="IsMarkedNet"/>.</param>
public sealed record BacktestRun(
    string Strategy, IReadOnlyList<Symbol> Symbols, Timeframe Timeframe, int Bars, decimal StartCash, decimal FinalValue, RunEnd End)
{
    /// <summary>Open of the first bar that counts.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Whether open deals count less the cost of selling them.</summary>
    public bool IsMarkedNet { get; init; } = true;

    /// <summary>The highest share of equity that was ever locked; null where details are not kept.</summary>
    public decimal? MostLocked { get; init; }

    /// <summary>After every bar; empty where details or equity are not kept.</summary>
    public EquityCurve Equity { get; init; } = EquityCurve.Empty;

    /// <summary>After the last bar of each UTC day; empty where days are not kept.</summary>
    public EquityCurve Days { get; init; } = EquityCurve.Empty;

    /// <summary>In the order of their booking.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];

    /// <summary>In the order of their end.</summary>
    public IReadOnlyList<DealRecord> Deals { get; init; } = [];

    public IReadOnlyList<OpenDeal> OpenDeals { get; init; } = [];

    /// <summary>The price that each filled order was decided on; empty where details are not kept.</summary>
    public IReadOnlyDictionary<ClientOrderId, Price> SignalPrices { get; init; } = new Dictionary<ClientOrderId, Price>();

    /// <summary>Every order as it ended, then those still open; empty where details or orders are not kept.</summary>
    public IReadOnlyList<Order> Orders { get; init; } = [];

    /// <summary>Runs of refusals; empty where details are not kept.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>Cash, fees, realised profit and counters as the ledger left them.</summary>
    public required PortfolioHead Head { get; init; }

    /// <summary>Balance of the ledger's fee account; equals the head's fees.</summary>
    public decimal LedgerFees { get; init; }

    /// <summary>Of equity, from its highest point before.</summary>
    public decimal MaxDrawdown { get; init; }

    /// <summary>Mean over the bars of open cost ÷ equity.</summary>
    public decimal Exposure { get; init; }

    /// <summary>Most money that was tied up at once: cost of what was held and what open orders reserved.</summary>
    public decimal PeakCapital { get; init; }

    /// <summary>Bars, over all symbols, at whose close nothing of the symbol was held and no order waited.</summary>
    public int FlatBars { get; init; }

    /// <summary>SHA-256 over the trade lines of <see cref="Fills"/>.</summary>
    public required string TradesHash { get; init; }

    /// <summary>Where a later run may go on; null where details are not kept, or sums left their range.</summary>
    public BacktestCheckpoint? Checkpoint { get; init; }
}
