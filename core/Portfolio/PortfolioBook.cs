using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Portfolio;

/// <summary>
/// The portfolio aggregate in memory: cash, deals, lots, open orders, and the changes since the last commit. One writer at a time; what shares
/// cash changes together. Rows and JSON exist only in <see cref="PortfolioStore"/>; a backtest never makes any.
/// </summary>
public sealed partial class PortfolioBook
{
    private readonly Dictionary<Symbol, SymbolBook> symbols = [];
    /// <summary>Of symbols without a row. Looking must not allocate, and lookers come from any thread.</summary>
    private readonly ConcurrentDictionary<Symbol, SymbolBook> untouched = [];
    private readonly Dictionary<Symbol, List<Lot>> lots = [];
    private readonly Dictionary<ClientOrderId, Order> openOrders = [];
    private readonly List<OutboxItem> outbox = [];

    private PortfolioHead? committed;

    /// <summary>Of a book that is not recorded: it agrees with its venue at each decision, and copies no head to say so.</summary>
    private DateTimeOffset? reconciledAt;

    internal PortfolioBook(PortfolioHead head, bool isRecorded = true)
    {
        Head = head;
        IsRecorded = isRecorded;
    }

    /// <summary>Keeps an audit and an outbox. A backtest's book does not: it is the same money with nobody to tell and nothing to send.</summary>
    internal bool IsRecorded { get; }

    /// <summary>Something is not committed yet.</summary>
    public bool IsDirty => !ReferenceEquals(Head, committed) || !Changes.IsEmpty;

    public PortfolioHead Head { get; private set; }

    public PortfolioKey Key => Head.Key;

    /// <summary>What happened since the last commit.</summary>
    public PortfolioChanges Changes { get; } = new();

    /// <summary>Committed or about to be, and not yet done.</summary>
    public IReadOnlyList<OutboxItem> Outbox => outbox;

    public IEnumerable<SymbolBook> Symbols => Head.Symbols.Select(SymbolOf);

    public IReadOnlyCollection<Order> OpenOrders => openOrders.Values;

    /// <summary>Opens a portfolio with its first deposit.</summary>
    /// <param name="epoch">Drawn once; derived from (market, seed) on simulated and replayed markets.</param>
    public static PortfolioBook Open(
        PortfolioKey key, MarketId market, PortfolioMode mode, string epoch, string currency, Money deposit, IReadOnlyList<Symbol> symbols, DateTimeOffset now, string? venue = null) =>
        Open(new PortfolioBook(new PortfolioHead(key, market, mode, epoch, currency, now) { Symbols = symbols, Venue = venue }), deposit, now);

    /// <summary>The same for a backtest: no audit, no outbox.</summary>
    internal static PortfolioBook OpenUnrecorded(
        PortfolioKey key, MarketId market, PortfolioMode mode, string epoch, string currency, Money deposit, IReadOnlyList<Symbol> symbols, DateTimeOffset now) =>
        Open(new PortfolioBook(new PortfolioHead(key, market, mode, epoch, currency, now) { Symbols = symbols }, isRecorded: false), deposit, now);

    private static PortfolioBook Open(PortfolioBook book, Money deposit, DateTimeOffset now)
    {
        var (key, mode, market, currency) = (book.Key, book.Head.Mode, book.Head.Market, book.Head.Currency);
        book.Record(now, "portfolio-opened", key.ToString(), $"{mode.ToString().ToLowerInvariant()} on {book.Head.Venue ?? market.Value}, {deposit} {currency}");
        book.Head = book.Head with { OpeningDeposit = deposit };
        if (deposit != Money.Zero) book.BookCashFlow(deposit, Money.Zero, now, "initial");
        return book;
    }

    public SymbolBook SymbolOf(Symbol symbol) =>
        symbols.TryGetValue(symbol, out var found) ? found : untouched.GetOrAdd(symbol, static other => new SymbolBook(other));

    public IReadOnlyList<Lot> LotsOf(Symbol symbol) => lots.TryGetValue(symbol, out var found) ? found : [];

    public Order? FindOpenOrder(ClientOrderId id) => openOrders.GetValueOrDefault(id);

    public IEnumerable<Order> OpenOrdersOf(Symbol symbol) => SymbolOf(symbol).OpenOrders.Select(id => openOrders[id]);

    /// <summary>Cash that nothing has reserved.</summary>
    public Money FreeCash => Head.Cash - Head.Reserved;

    /// <summary>Sets the portfolio's own halt state; null symbol means the whole portfolio.</summary>
    /// <returns>False where it was so already.</returns>
    public bool SetHalt(Symbol? symbol, HaltState state, string reason, DateTimeOffset now)
    {
        if (symbol is { } one)
        {
            var book = SymbolOf(one);
            if (book.Halt == state) return false;
            Put(book with { Halt = state });
        }
        else
        {
            if (Head.Halt == state) return false;
            Head = Head with { Halt = state };
        }
        Record(now, "halt-changed", symbol?.Value ?? Key.ToString(), $"{state}: {reason}");
        return true;
    }

    /// <summary>After a restore: ids of orders made since the backup are never met again, and nothing is sent until a person resumes.</summary>
    /// <param name="epoch">Newly drawn.</param>
    public void BeginEpoch(string epoch, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(epoch);
        Head = Head with { Epoch = epoch };
        Record(now, "restored", Key.ToString(), $"epoch {epoch}");
        SetHalt(null, HaltState.Halted, "restored from a backup: reconcile, then resume", now);
    }

    public void SetScheduledFor(DateTimeOffset scheduledFor) => Touch(Head with { LastScheduledFor = scheduledFor });

    public void SetReconciled(DateTimeOffset now)
    {
        if (IsRecorded) Touch(Head with { LastReconciledAt = now });
        else reconciledAt = now;
    }

    /// <summary>When the venue was last compared; null where it never was.</summary>
    public DateTimeOffset? LastReconciledAt => reconciledAt ?? Head.LastReconciledAt;

    /// <summary>Takes note of a whole comparison with the venue.</summary>
    /// <param name="differences">Keys of what is different now; what was known before is not acted upon again.</param>
    public void SetReconciled(DateTimeOffset now, IReadOnlyList<ForeignOrder> foreign, IReadOnlyList<string> differences) =>
        Touch(Head with { LastReconciledAt = now, FillsWatermark = now, ForeignOrders = foreign, KnownDifferences = differences });

    /// <summary>Keeps the record of a comparison: each one with news, and the last of every hour.</summary>
    public void KeepReconciliation(Reconciliation record, bool hasNews)
    {
        ArgumentNullException.ThrowIfNull(record);
        var time = hasNews ? record.Time : record.Time.AddTicks(-(record.Time.UtcTicks % TimeSpan.TicksPerHour));
        Project(Names.Reconciliations, time, hasNews ? "news" : "hour", Wire.Write(record));
    }

    /// <summary>Books every deal that holds something, and what deals left.</summary>
    public IEnumerable<SymbolBook> Holdings =>
        symbols.Values.Where(book => !book.Held.IsZero).OrderBy(book => book.Symbol);

    /// <param name="configured">Coins to trade.</param>
    /// <param name="leaving">Coins that are traded no longer, while something of them is left.</param>
    public void SetSymbols(IReadOnlyList<Symbol> configured, IReadOnlyList<Symbol>? leaving = null)
    {
        var left = leaving ?? [];
        Touch(Head with { Symbols = [.. configured, .. left], Leaving = left });
    }

    public static DateTimeOffset RiskDayOf(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Begins a UTC risk day, and with it a week, month or year, with the equity there. Does nothing within the day.</summary>
    public bool StartRiskDay(DateTimeOffset now, Money equity)
    {
        var day = RiskDayOf(now);
        if (Head.RiskDay == day) return false;
        var week = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        var month = day.AddDays(1 - day.Day);
        Touch(Head with
        {
            RiskDay = day,
            RiskDayEquity = equity,
            PeakEquity = Money.Max(Head.PeakEquity, equity),
            RiskWeek = Head.RiskWeek.At(week, equity),
            RiskMonth = Head.RiskMonth.At(month, equity),
            RiskYear = Head.RiskYear.At(day.AddDays(1 - day.DayOfYear), equity),
        });
        return true;
    }

    public void SetTrailing(Symbol symbol, Strategy.TrailingState trailing)
    {
        var book = SymbolOf(symbol);
        if (book.Deal is { } deal) Put(book with { Deal = deal with { Trailing = trailing } });
    }

    /// <summary>Counts a ladder step that risk refused.</summary>
    public void CountRefusedStep() => Touch(Head with { RefusedSteps = Head.RefusedSteps + 1 });

    /// <summary>Keeps a decision for people: stored with a trade, or when the verdicts of a no-trade have changed.</summary>
    /// <param name="verdictKey">Compact form of the verdicts, compared with the last stored one.</param>
    public bool KeepDecision(DecisionRecord decision, string verdictKey, bool traded)
    {
        var book = SymbolOf(decision.Symbol);
        if (!traded && book.LastVerdicts == verdictKey) return false;
        Put(book with { LastVerdicts = verdictKey, LastDecisionAt = decision.Time });
        Project(Names.Decisions, decision.Time, decision.Symbol.Value, Wire.Write(decision));
        return true;
    }

    public void RemoveFromOutbox(OutboxItem item) => outbox.Remove(item);

    /// <summary>Cash, deals and their dust, marked at the execution bid less the exit fee; coins without a bid count at cost, unmanaged ones not at all.</summary>
    public Money Equity(Func<Symbol, Price?> bidOf, decimal exitFeeRate)
    {
        var equity = Head.Cash;
        for (var i = 0; i < Head.Symbols.Count; i++)
        {
            var symbol = Head.Symbols[i];
            var book = SymbolOf(symbol);
            if (book.Held is not { IsZero: false } held) continue;
            equity += bidOf(symbol) is { } bid ? bid * held * (1 - exitFeeRate) : book.HeldCost;
        }
        return equity;
    }

    private void Touch(PortfolioHead head) => Head = head;

    private void Put(SymbolBook book)
    {
        symbols[book.Symbol] = book;
        Changes.Symbols.Add(book.Symbol);
    }

    private void Record(DateTimeOffset now, string kind, string subject, [InterpolatedStringHandlerArgument("")] ref AuditText text)
    {
        if (IsRecorded) Record(now, kind, subject, text.ToStringAndClear());
    }

    private void Record(DateTimeOffset now, string kind, string subject, string text)
    {
        if (!IsRecorded) return;
        var entry = AuditEntry.Link(Head.AuditSequence + 1, now, kind, subject, text, Head.LastAuditHash);
        Head = Head with { AuditSequence = entry.Sequence, LastAuditHash = entry.Hash };
        Changes.Audit.Add(entry);
    }

    /// <param name="coins">Of an entry that moves coins without a trade.</param>
    private long Post(DateTimeOffset now, string kind, string reference, IReadOnlyList<Posting> postings, Quantity? coins = null)
    {
        var entry = Entry(now, kind, reference, postings);
        if (coins is not null) entry = entry with { Coins = coins };
        Head = Head with { LedgerSequence = entry.Sequence };
        Changes.Ledger.Add(entry);
        return entry.Sequence;
    }

    private LedgerEntry Entry(DateTimeOffset now, string kind, string reference, IReadOnlyList<Posting> postings)
    {
        var entry = new LedgerEntry(Head.LedgerSequence + 1, now, kind, reference, postings);
        return entry.IsBalanced ? entry : throw new InvalidOperationException($"ledger entry {entry.Sequence} ({kind} {reference}) is not balanced");
    }

    private void Enqueue(OutboxKind kind, string target, string key, string group, string sortKey, string body)
    {
        var item = new OutboxItem(Head.OutboxSequence + 1, kind, target, key, group, sortKey, body);
        Head = Head with { OutboxSequence = item.Sequence };
        outbox.Add(item);
        Changes.Outbox.Add(item);
    }

    /// <summary>Row key of a projection: newest first.</summary>
    public static string ProjectionKey(DateTimeOffset time, string id) => $"{NewestFirst.Of(time)}|{id}";

    private void Project(string table, DateTimeOffset time, string id, string body) =>
        Enqueue(OutboxKind.Project, table, ProjectionKey(time, id), Key.ToString(), "", body);
}
