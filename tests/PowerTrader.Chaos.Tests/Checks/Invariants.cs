using PowerTrader.Adapters.Storage;
using PowerTrader.Chaos.Tests.World;
using PowerTrader.Core;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Chaos.Tests.Checks;

/// <summary>What must hold when a schedule has come to rest, read from the store and from the venue's own books.</summary>
internal sealed class Invariants
{
    private const decimal Worthless = 0.001m;

    private readonly List<string> faults = [];
    private readonly ChaosRun run;
    private readonly PortfolioBook book;
    private readonly Dictionary<string, Order> orders;
    private readonly List<Fill> fills;
    private readonly List<LedgerEntry> ledger;
    private readonly List<AuditEntry> audit;
    private readonly IReadOnlyList<SimulatedOrder> placed;
    private readonly IReadOnlyList<SimulatedTrade> trades;

    private Invariants(ChaosRun run, PortfolioBook book, List<Order> orders, List<Fill> fills, List<LedgerEntry> ledger, List<AuditEntry> audit)
    {
        (this.run, this.book, this.fills, this.ledger, this.audit) = (run, book, fills, ledger, audit);
        this.orders = orders.ToDictionary(order => order.Id.ToString());
        (placed, trades) = run.Venue.Truth();
    }

    public static async Task<Verdict> JudgeAsync(ChaosRun run)
    {
        using var store = SqliteStore.Open(run.Path, new SqliteStoreOptions { VerifyOnOpen = false });
        var tables = new SqliteTableStore(store);
        var portfolios = new PortfolioStore(tables);
        var book = (await portfolios.LoadAsync(Scene.Key, default))!.Value.Book;
        var state = new Invariants(
            run, book, await ListAsync(portfolios.ReadAsync<Order>(Scene.Key, "order", default)), await ListAsync(portfolios.ReadAsync<Fill>(Scene.Key, "fill", default)),
            await ListAsync(portfolios.ReadAsync<LedgerEntry>(Scene.Key, "ledger", default)), await ListAsync(portfolios.ReadAsync<AuditEntry>(Scene.Key, "audit", default)));
        state.Check();
        var alerts = new Dictionary<string, int>();
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Alerts, Scene.Key.Tenant), default))
        {
            var alert = Wire.Read<Alert>(row.Json);
            alerts[alert.Kind] = alerts.GetValueOrDefault(alert.Kind) + 1;
        }
        return new Verdict(
            state.faults, state.orders.Values.CountBy(order => order.State).ToDictionary(), state.audit.Exists(entry => entry.Kind == "order-unknown"), alerts, run.Hits, run.Counts, run.Trace, run.Lives);
    }

    private void Check()
    {
        faults.AddRange(run.Limits.Broken);
        CheckVenueOrders();
        foreach (var order in orders.Values) CheckOrder(order);
        CheckHoldings();
        CheckBooks();
        if (book.Outbox.Count > 0) faults.Add($"{book.Outbox.Count} promises of the outbox were not kept, first {book.Outbox[0].Key}");
    }

    private void CheckVenueOrders()
    {
        foreach (var intent in placed.GroupBy(order => order.Ticket.ClientId))
        {
            if (intent.Count() > 1) faults.Add($"intent {intent.Key} has {intent.Count()} orders at the venue");
            if (intent.Key is null || !orders.ContainsKey(intent.Key)) faults.Add($"the venue's order {intent.Key} is no intent of the books");
        }
    }

    private void CheckOrder(Order order)
    {
        var there = placed.Where(each => each.Ticket.ClientId == order.Id.ToString()).ToList();
        var filled = there.Sum(each => each.Filled);
        if (!order.State.IsFinal()) faults.Add($"{order.Leg} of {order.Symbol} {order.Id} is still {order.State} since {order.SubmittedAt:HH:mm:ss}: {order.Reason}");
        if (order.Filled.Value != filled) faults.Add($"{order.Id} {order.State} filled {order.Filled} in the books and {filled} at the venue");
        if (order.State is OrderState.NotPlaced or OrderState.Refused && there.Count > 0) faults.Add($"{order.Id} is {order.State} and the venue has it ({there[0].Standing})");
        if (order.State == OrderState.Rejected && there.Exists(each => each.Standing != OrderStanding.Rejected)) faults.Add($"{order.Id} is Rejected and the venue has it ({there[0].Standing})");
        if (order.State is OrderState.Rejected or OrderState.NotPlaced or OrderState.Refused && string.IsNullOrEmpty(order.Reason) && there.Count == 0) faults.Add($"{order.Id} is {order.State} for no reason");
        if (order.State is OrderState.Filled or OrderState.Cancelled && there.Count == 0) faults.Add($"{order.Id} is {order.State} and the venue does not know it");
        if (there.Exists(each => each.IsOpen)) faults.Add($"{order.Id} {order.State} is open at the venue");
    }

    private void CheckHoldings()
    {
        var balances = run.Venue.Balances().ToDictionary(each => each.Coin, each => each.Total);
        if (balances["USDT"] != book.Head.Cash.Amount) faults.Add($"the venue holds {balances["USDT"]} cash, the books {book.Head.Cash}");
        foreach (var coin in book.Symbols)
        {
            var there = balances.GetValueOrDefault(coin.Symbol.Base);
            var written = book.UnmanagedOf(coin.Symbol.Base).Value;
            if (there != coin.Held.Value + written) faults.Add($"the venue holds {there} {coin.Symbol.Base}, the deals {coin.Held}, unmanaged {written}");
            // A fee in the coin itself leaves remainders of a fraction of a cent, and those are written off.
            if (written > 0 && (run.Venue.Options.FeePayment != FeePayment.Base || written > Worthless)) faults.Add($"{written} {coin.Symbol.Base} became unmanaged");
        }
        if (book.OpenOrders.Count == 0 && !book.Head.Reserved.Amount.Equals(0)) faults.Add($"{book.Head.Reserved} are reserved for nothing");
    }

    private void CheckBooks()
    {
        if (AuditEntry.FindBreak(audit) is { } broken) faults.Add("audit: " + broken);
        var told = audit.GroupBy(entry => entry.Kind).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var order in orders.Values)
        {
            if (told.GetValueOrDefault("order-intended")?.Count(entry => entry.Subject == order.Id.ToString()) != 1) faults.Add($"audit: the intent of {order.Id} is not told once");
        }
        if ((told.GetValueOrDefault("fill")?.Count ?? 0) != trades.Count || fills.Count != trades.Count) faults.Add($"{trades.Count} trades at the venue, {fills.Count} fills in the books");
        foreach (var entry in ledger.Where(entry => !entry.IsBalanced)) faults.Add($"ledger entry {entry.Sequence} is not balanced");
        var cash = ledger.SelectMany(entry => entry.Postings).Where(posting => posting.Account == LedgerAccounts.Cash).Sum(posting => posting.Amount.Amount);
        if (cash != book.Head.Cash.Amount) faults.Add($"the ledger says cash {cash}, the head {book.Head.Cash}");
        var flows = ledger.Where(entry => entry.Kind is "deposit" or "withdrawal" && entry.Reference != "initial").Sum(entry => entry.Postings.First(posting => posting.Account == LedgerAccounts.Cash).Amount.Amount);
        if (flows != run.Moved.Sum()) faults.Add($"flows of {flows} were booked, the owner moved {run.Moved.Sum()}");
        foreach (var entry in ledger.Where(entry => entry.Kind is "removal" or "adopt")) faults.Add($"a {entry.Kind} of {entry.Reference} was booked, and nobody moved coins");
        var fees = run.Venue.Balances().Single(each => each.Coin == Scene.FeeCoin).Total;
        if (book.UnmanagedOf(Scene.FeeCoin).Value != fees) faults.Add($"the venue holds {fees} {Scene.FeeCoin}, the books {book.UnmanagedOf(Scene.FeeCoin)}");
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
