using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Taxes;

/// <summary>Coins that left the books and took their lots along.</summary>
/// <param name="Cost">With the purchases' fees.</param>
public sealed record TaxMove(string Id, Symbol Symbol, DateTimeOffset Time, Quantity Quantity, Money Cost);

/// <summary>Every disposal with the lots it took, by one method from the first purchase on.</summary>
/// <param name="Rows">In the order of the bookings.</param>
/// <param name="Left">Cost of the lots that are still held.</param>
public sealed record TaxReport(IReadOnlyList<TaxRow> Rows, IReadOnlyList<TaxMove> Moves, Money Left)
{
    /// <summary>Decimals to which proceeds are shared out over lots; the last lot takes the exact rest.</summary>
    private const int ShareDecimals = 12;

    /// <param name="assignments">For <see cref="TaxMethod.Specific"/>; others have none.</param>
    /// <exception cref="InvalidDataException">Lots that were named do not fit, or there are none for a disposal.</exception>
    public static TaxReport Build(IReadOnlyList<TaxEvent> events, TaxMethod method, IReadOnlyList<LotAssignment>? assignments = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var named = method == TaxMethod.Specific ? assignments ?? [] : [];
        Check(events, named);
        var assigned = new AssignedLots(named);
        var lots = new Dictionary<Symbol, TaxLots>();
        var rows = new List<TaxRow>();
        var moves = new List<TaxMove>();
        var left = Money.Zero;
        foreach (var happened in events)
        {
            if (!lots.TryGetValue(happened.Symbol, out var held)) lots[happened.Symbol] = held = new TaxLots(method, assigned);
            if (happened is TaxEvent.Acquired acquired)
            {
                held.Add(acquired);
                left += acquired.Value + acquired.Fee;
                continue;
            }
            var taken = held.Take(happened);
            var cost = taken.Aggregate(Money.Zero, (sum, part) => sum + part.Cost);
            left -= cost;
            if (happened is TaxEvent.Disposed disposed) rows.AddRange(RowsOf(disposed, taken));
            else moves.Add(new TaxMove(happened.Id, happened.Symbol, happened.Time, happened.Quantity, cost));
        }
        return new TaxReport(rows, moves, left);
    }

    private static void Check(IReadOnlyList<TaxEvent> events, IReadOnlyList<LotAssignment> named)
    {
        var leaving = events.Where(each => each is not TaxEvent.Acquired).Select(each => each.Id).ToHashSet(StringComparer.Ordinal);
        var unknown = named.FirstOrDefault(each => !leaving.Contains(each.Disposal));
        if (unknown is not null) throw new InvalidDataException($"line {unknown.Line}: '{unknown.Disposal}' is no sale here; the column disposal of 'export tax' has their ids");
    }

    private static IEnumerable<TaxRow> RowsOf(TaxEvent.Disposed disposed, IReadOnlyList<(TaxEvent.Acquired Lot, Quantity Quantity, Money Cost)> taken)
    {
        var rest = disposed.Proceeds;
        for (var i = 0; i < taken.Count; i++)
        {
            var (lot, quantity, cost) = taken[i];
            var share = i == taken.Count - 1 ? rest : new Money(decimal.Round(disposed.Proceeds.Amount * (quantity.Value / disposed.Quantity.Value), ShareDecimals));
            rest -= share;
            yield return new TaxRow(
                disposed.Kind, disposed.Symbol, quantity, lot.IsDated ? lot.Time : null, disposed.Time, TermOf(lot, disposed.Time), share, cost, lot.Id, disposed.Id);
        }
    }

    /// <summary>Days are UTC. Bought on 29 February, a year is over with the 28th of the next.</summary>
    private static HoldingTerm TermOf(TaxEvent.Acquired lot, DateTimeOffset disposed) =>
        !lot.IsDated ? HoldingTerm.Unknown : disposed.UtcDateTime.Date > lot.Time.UtcDateTime.Date.AddYears(1) ? HoldingTerm.Long : HoldingTerm.Short;
}
