using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Portfolio;

/// <summary>The head row: what every change of the portfolio passes through. Its ETag guards the whole aggregate.</summary>
public sealed record PortfolioHead(PortfolioKey Key, MarketId Market, PortfolioMode Mode, string Epoch, string Currency, DateTimeOffset CreatedAt)
{
    private static readonly Dictionary<string, Quantity> NoCoins = [];

    /// <summary>Derived id of the last commit: after a lost reply it tells whether the commit was mine.</summary>
    public string CommitId { get; init; } = "";

    public Money Cash { get; init; }

    /// <summary>Held for open buys, fees included.</summary>
    public Money Reserved { get; init; }

    /// <summary>Net money from outside: cash paid in less cash taken out, coins adopted or taken away at their cost.</summary>
    public Money Deposits { get; init; }

    /// <summary>What the portfolio was opened with; null in a store that is older than this field.</summary>
    public Money? OpeningDeposit { get; init; }

    /// <summary>With what a paper venue's account begins; later flows move money there, they never change this.</summary>
    public Money StartCash => OpeningDeposit ?? Deposits;

    /// <summary>Growth without external flows, chained from flow to flow.</summary>
    public ReturnChain Returns { get; init; }

    public Money Fees { get; init; }

    /// <summary>Net of both sides' fees, over all sales.</summary>
    public Money Realised { get; init; }

    /// <summary>Who executes its real money; null for paper.</summary>
    public string? Venue { get; init; }

    /// <summary>Under which venue, caps and coins a person allowed real money; null where nobody did.</summary>
    public string? LiveTerms { get; init; }

    public HaltState Halt { get; init; } = HaltState.Active;

    public int SettingsVersion { get; init; } = 1;

    public IReadOnlyList<Symbol> Symbols { get; init; } = [];

    // A head written by an older program lacks some properties, and its reader sets what is absent to null: hence `field ?? []` here and below.

    /// <summary>Of <see cref="Symbols"/> those that are configured no longer and stay until they are sold: exits only.</summary>
    public IReadOnlyList<Symbol> Leaving { get => field ?? []; init; } = [];

    public long DealSequence { get; init; }

    public long LedgerSequence { get; init; }

    public long AuditSequence { get; init; }

    public long OutboxSequence { get; init; }

    public string LastAuditHash { get; init; } = "";

    public DateTimeOffset? LastScheduledFor { get; init; }

    public DateTimeOffset? LastReconciledAt { get; init; }

    /// <summary>Until here the venue's fills were compared with the booked ones; null before the first time.</summary>
    public DateTimeOffset? FillsWatermark { get; init; }

    /// <summary>When an order last ended: balances are compared once the venue has had time to show it.</summary>
    public DateTimeOffset? LastOrderEndedAt { get; init; }

    /// <summary>What the venue has and no deal explains, per coin: shown, never sold, no part of equity.</summary>
    public IReadOnlyDictionary<string, Quantity> Unmanaged { get => field ?? NoCoins; init; } = NoCoins;

    /// <summary>Orders at the venue that this store does not know, as last compared.</summary>
    public IReadOnlyList<ForeignOrder> ForeignOrders { get => field ?? []; init; } = [];

    /// <summary>Differences that were acted upon: a person who resumes is not stopped again by the same ones.</summary>
    public IReadOnlyList<string> KnownDifferences { get => field ?? []; init; } = [];

    /// <summary>Start of the current UTC risk day and the equity there, external flows of the day taken out.</summary>
    public DateTimeOffset? RiskDay { get; init; }

    public Money RiskDayEquity { get; init; }

    /// <summary>Week (from Monday), month and year in UTC, as <see cref="RiskDay"/>.</summary>
    public RiskPeriod RiskWeek { get; init; }

    public RiskPeriod RiskMonth { get; init; }

    public RiskPeriod RiskYear { get; init; }

    /// <summary>Highest equity at the start of a UTC day, external flows taken out; drawdown is measured from it.</summary>
    public Money PeakEquity { get; init; }

    /// <summary>Orders of the last 24 hours: instant and money, for the hourly and daily caps.</summary>
    public IReadOnlyList<OrderedMoney> RecentOrders { get; init; } = [];

    public int FillCount { get; init; }

    public int OrderCount { get; init; }

    public int ClosedDeals { get; init; }

    public int WonDeals { get; init; }

    /// <summary>Ladder steps that risk refused.</summary>
    public int RefusedSteps { get; init; }

    /// <summary>The coin that a person means by <c>BTC</c> or <c>BTC-USDT</c>, in any case; null where it is not traded here.</summary>
    public Symbol? Find(string? text) => Symbols.Cast<Symbol?>().FirstOrDefault(symbol =>
        string.Equals(symbol!.Value.Value, text, StringComparison.OrdinalIgnoreCase) || string.Equals(symbol.Value.Base, text, StringComparison.OrdinalIgnoreCase));
}

public readonly record struct OrderedMoney(DateTimeOffset Time, Money Amount);

/// <summary>A period of a loss limit: its start and the equity there, external flows taken out.</summary>
/// <remarks><c>default</c> is a period that has not begun: no loss.</remarks>
public readonly record struct RiskPeriod(DateTimeOffset Start, Money Equity)
{
    /// <summary>This period, or the one that begins at <paramref name="start"/>.</summary>
    public RiskPeriod At(DateTimeOffset start, Money equity) => Start == start ? this : new RiskPeriod(start, equity);

    /// <summary>Percent of the equity at the start that is gone; negative for a gain, 0 where the period has not begun.</summary>
    public decimal LossPercent(Money equity) => Equity.Amount > 0 ? (Equity - equity).Amount / Equity.Amount * 100m : 0;

    /// <summary>After an external flow, so that the loss in percent stays what it was.</summary>
    public RiskPeriod Scaled(Money equity, Money flow) => this == default ? this : this with { Equity = Scale(Equity, equity, flow) };

    internal static Money Scale(Money at, Money equity, Money flow) =>
        equity > Money.Zero ? new Money(decimal.Round(Math.Max(0, at.Amount * ((equity + flow).Amount / equity.Amount)), 12)) : at + flow;
}
