using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Drift;

/// <summary>A coin's position booking by booking, made again from fills and ledger by the rules of lots: the oldest is sold first, cost is total cost.</summary>
internal sealed class CoinPast
{
    private const int MoneyDecimals = 16;

    private readonly Symbol coin;
    private readonly List<Lot> lots = [];
    private readonly List<Holding> holdings = [Holding.None];
    private readonly HashSet<ClientOrderId> filled = [];

    private CoinPast(Symbol coin) => this.coin = coin;

    /// <summary>False where something was held before the first booking, or a booking does not say how much it moved: nothing is claimed then.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>After each booking, oldest first; the first one holds nothing.</summary>
    public IReadOnlyList<Holding> Holdings => holdings;

    /// <param name="entries">Of the ledger, oldest first.</param>
    /// <param name="fills">By ledger sequence.</param>
    /// <param name="from">Nothing was held before.</param>
    /// <param name="valueNow">Purchase value of the coin's lots today: less what was booked since, it must be what was held at the start, which is nothing.</param>
    public static CoinPast Of(Symbol coin, IEnumerable<LedgerEntry> entries, IReadOnlyDictionary<long, Fill> fills, DateTimeOffset from, Money valueNow)
    {
        var past = new CoinPast(coin);
        var account = LedgerAccounts.Holdings(coin);
        var before = valueNow;
        foreach (var entry in entries)
        {
            if (entry.Time < from || entry.Postings.FirstOrDefault(posting => posting.Account == account) is not { Account: not null } held) continue;
            before -= held.Amount;
            past.Book(entry, held.Amount, fills.GetValueOrDefault(entry.Sequence));
        }
        past.IsWhole &= before == Money.Zero;
        return past;
    }

    public Holding After(long sequence) => holdings.FindLast(holding => holding.Sequence <= sequence)!;

    private void Book(LedgerEntry entry, Money value, Fill? fill)
    {
        if (fill is { Side: OrderSide.Buy }) Buy(fill);
        else if (fill is not null) Sell(fill);
        else if (entry is { Kind: "adopt", Coins: { } adopted }) Adopt(entry, adopted, value);
        else if (entry.Coins is { } moved) Less(entry.Sequence, entry.Time, moved);
        else IsWhole = false;
    }

    private void Buy(Fill fill)
    {
        var before = holdings[^1];
        var (value, quantity) = (new Money(decimal.Round((fill.Price * fill.Quantity).Amount, MoneyDecimals)), fill.Quantity);
        if (fill.PaidIn is { } paid && paid.Coin == coin.Base) (value, quantity) = (value - fill.Fee, quantity - paid.Quantity);
        var lot = new Lot(fill.Lot ?? fill.Sequence, coin, fill.Deal, quantity, value, fill.Fee, fill.Time);
        var place = lots.FindIndex(each => each.Id == lot.Id);
        if (place < 0) lots.Add(lot);
        else lots[place] = lots[place] with { Quantity = lots[place].Quantity + quantity, Value = lots[place].Value + value, Fee = lots[place].Fee + fill.Fee };
        var begins = before.Deal != fill.Deal;
        // What an earlier deal left is taken over at its cost.
        var deal = begins ? before with { Deal = fill.Deal, Spent = before.Cost, Steps = 0, StepTimes = [], Bought = fill.Time } : before;
        var isStep = filled.Add(fill.OrderId) && fill.Leg.IsDca;
        Add(fill.Sequence, fill.Time, deal with
        {
            Spent = deal.Spent + value + fill.Fee,
            Steps = isStep ? Math.Max(deal.Steps, fill.Leg.DcaStep) : deal.Steps,
            StepTimes = isStep ? [.. deal.StepTimes, fill.Time] : deal.StepTimes,
            Bought = isStep || before.Quantity.IsZero ? fill.Time : deal.Bought,
        });
    }

    private void Sell(Fill fill)
    {
        var sold = fill.Quantity;
        if (fill.PaidIn is { } paid && paid.Coin == coin.Base && holdings[^1].Quantity > sold) sold += Quantity.Min(paid.Quantity, holdings[^1].Quantity - sold);
        Less(fill.Sequence, fill.Time, sold);
    }

    private void Adopt(LedgerEntry entry, Quantity quantity, Money value)
    {
        lots.Add(new Lot(entry.Sequence, coin, -entry.Sequence, quantity, value, Money.Zero, entry.Time));
        Add(entry.Sequence, entry.Time, Holding.None with { Deal = -entry.Sequence, Spent = value + holdings[^1].Cost, Bought = entry.Time });
    }

    private void Less(long sequence, DateTimeOffset time, Quantity wanted)
    {
        while (!wanted.IsZero && lots.Count > 0)
        {
            var (left, taken, _, _) = lots[0].Take(wanted);
            if (left.Quantity.IsZero) lots.RemoveAt(0);
            else lots[0] = left;
            wanted -= taken;
        }
        IsWhole &= wanted.IsZero;
        Add(sequence, time, holdings[^1]);
    }

    private void Add(long sequence, DateTimeOffset time, Holding deal) => holdings.Add(deal with
    {
        Sequence = sequence,
        Time = time,
        Quantity = lots.Aggregate(Quantity.Zero, (sum, lot) => sum + lot.Quantity),
        Cost = lots.Aggregate(Money.Zero, (sum, lot) => sum + lot.Cost),
    });
}
