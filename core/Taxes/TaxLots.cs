using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Taxes;

/// <summary>The open lots of one symbol, and which of them go next.</summary>
internal sealed class TaxLots(TaxMethod method, AssignedLots assigned)
{
    private readonly List<OpenLot> open = [];

    /// <summary>What is left of a purchase; it is split as the books split it, to the same digit.</summary>
    private sealed class OpenLot(TaxEvent.Acquired source, Lot lot)
    {
        private decimal cost = (source.Value + source.Fee).Amount;
        private decimal quantity = source.Quantity.Value;

        /// <summary>Its first purchase: the lot's name and date.</summary>
        public TaxEvent.Acquired Source { get; } = source;

        public Lot Left { get; set; } = lot;

        public decimal UnitCost => cost / quantity;

        public void Grow(TaxEvent.Acquired more)
        {
            cost += (more.Value + more.Fee).Amount;
            quantity += more.Quantity.Value;
            Left = Left with { Quantity = Left.Quantity + more.Quantity, Value = Left.Value + more.Value, Fee = Left.Fee + more.Fee };
        }
    }

    /// <summary>The executions of one order are one lot, as in the books.</summary>
    public void Add(TaxEvent.Acquired source)
    {
        if (source.Lot is { } known && open.Find(each => each.Left.Id == known) is { } same) same.Grow(source);
        else open.Add(new OpenLot(source, new Lot(source.Lot ?? source.Sequence, source.Symbol, 0, source.Quantity, source.Value, source.Fee, source.Time)));
    }

    /// <summary>Takes the lots of a disposal or a move, in the order of the method.</summary>
    /// <exception cref="InvalidDataException">There are not enough, or those that were named do not fit.</exception>
    public IReadOnlyList<(TaxEvent.Acquired Lot, Quantity Quantity, Money Cost)> Take(TaxEvent leaving)
    {
        var taken = new List<(TaxEvent.Acquired, Quantity, Money)>();
        if (assigned.Of(leaving.Id) is { Count: > 0 } named)
        {
            if (named.Sum(each => each.Quantity) != leaving.Quantity.Value)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {named[0].Line}: the lots named for {leaving.Id} hold {named.Sum(each => each.Quantity)} and it took {leaving.Quantity}; name lots for all of it or for none"));
            foreach (var each in named) taken.Add(Part(Named(leaving, each), new Quantity(each.Quantity)));
            return taken;
        }
        var wanted = leaving.Quantity;
        foreach (var lot in Order().ToList())
        {
            if (wanted.IsZero) break;
            var part = Quantity.Min(wanted, Quantity.Min(lot.Left.Quantity, new Quantity(Math.Max(0, lot.Left.Quantity.Value - assigned.Reserved(lot.Source.Id)))));
            if (part.IsZero) continue;
            taken.Add(Part(lot, part));
            wanted -= part;
        }
        return wanted.IsZero ? taken : throw new InvalidDataException($"{leaving.Id} took {leaving.Quantity} {leaving.Symbol.Base} and {wanted} of them have no lot left{(method == TaxMethod.Specific ? " that is not named for another; name lots for it, too" : "")}");
    }

    private IEnumerable<OpenLot> Order() => method switch
    {
        TaxMethod.Lifo => open.AsEnumerable().Reverse(),
        TaxMethod.Hifo => open.OrderByDescending(lot => lot.UnitCost).ThenBy(lot => lot.Source.Sequence),
        _ => open,
    };

    private OpenLot Named(TaxEvent leaving, LotAssignment assignment)
    {
        var lot = open.Find(each => each.Source.Id == assignment.Lot)
            ?? throw new InvalidDataException($"line {assignment.Line}: lot '{assignment.Lot}' is not held when {leaving.Id} takes {leaving.Symbol.Base}; name a purchase of the coin before it, not used up");
        assigned.Use(assignment);
        return lot.Left.Quantity.Value >= assignment.Quantity ? lot
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {assignment.Line}: lot '{assignment.Lot}' has {lot.Left.Quantity} left when {leaving.Id} is to take {assignment.Quantity} of it; name another for the rest"));
    }

    private (TaxEvent.Acquired, Quantity, Money) Part(OpenLot lot, Quantity quantity)
    {
        var (left, taken, value, fee) = lot.Left.Take(quantity);
        lot.Left = left;
        if (left.Quantity.IsZero) open.Remove(lot);
        return (lot.Source, taken, value + fee);
    }
}

/// <summary>What the user named, and how much of it is still to come.</summary>
internal sealed class AssignedLots
{
    private readonly ILookup<string, LotAssignment> byDisposal;
    private readonly Dictionary<string, decimal> reserved;

    public AssignedLots(IReadOnlyList<LotAssignment> assignments)
    {
        byDisposal = assignments.ToLookup(each => each.Disposal, StringComparer.Ordinal);
        reserved = assignments.GroupBy(each => each.Lot, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(each => each.Quantity), StringComparer.Ordinal);
    }

    public IReadOnlyList<LotAssignment> Of(string disposal) => [.. byDisposal[disposal]];

    public decimal Reserved(string lot) => reserved.GetValueOrDefault(lot);

    public void Use(LotAssignment assignment) => reserved[assignment.Lot] -= assignment.Quantity;
}
