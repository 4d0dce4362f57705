using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    /// <summary>Lots of one coin at most: a sale may take them all, a row each, and a commit holds one hundred rows.</summary>
    public const int MaxLots = 80;

    /// <summary>Rows of one execution, of its order's and its deal's end, and of the head: what a commit needs besides the lots.</summary>
    private const int RowsOfASale = 18;

    /// <summary>Lots of the coin, counting those that its open buys will make.</summary>
    public int LotsWithOpenBuys(Symbol symbol)
    {
        var (open, count) = (SymbolOf(symbol).OpenOrders, LotsOf(symbol).Count);
        for (var i = 0; i < open.Count; i++)
        {
            if (openOrders[open[i]] is { Side: OrderSide.Buy, Filled.IsZero: true }) count++;
        }
        return count;
    }

    /// <summary>Whether another execution of the coin, whatever it takes of the lots, fits into the commit that is being prepared.</summary>
    public bool HasRoomFor(Symbol symbol) => Changes.Rows + RowsOfASale + LotsOf(symbol).Count <= TableRules.MaxOperations;

    private (Money Value, Money Fee) TakeLots(Symbol symbol, Quantity wanted)
    {
        var held = lots.TryGetValue(symbol, out var found) ? found : throw new InvalidOperationException($"no lot of {symbol} is held");
        Money value = default, fee = default;
        while (!wanted.IsZero)
        {
            if (held.Count == 0) throw new InvalidOperationException($"{wanted} more {symbol} were sold than are held");
            var (left, taken, takenValue, takenFee) = held[0].Take(wanted);
            // Bought and sold between two commits: no store will ever know of it.
            if (left.Quantity.IsZero && Changes.NewLots.Contains(left.Id)) Changes.Lots.Remove(left.Id);
            else Changes.Lots[left.Id] = left;
            if (left.Quantity.IsZero) held.RemoveAt(0);
            else held[0] = left;
            wanted -= taken;
            value += takenValue;
            fee += takenFee;
        }
        return (value, fee);
    }

    /// <summary>
    /// One lot per order, however many executions bring it, and no more than <see cref="MaxLots"/> of a coin: a sale that takes hundreds of lots would not fit
    /// into one commit. Risk refuses the order that would make one more; an execution that nobody can refuse grows the newest lot of its deal instead.
    /// </summary>
    /// <param name="into">The lot that the order's earlier executions made.</param>
    /// <returns>The lot that it is part of now.</returns>
    private long AddLot(Lot lot, long? into = null)
    {
        if (!lots.TryGetValue(lot.Symbol, out var held)) lots[lot.Symbol] = held = [];
        // Sold meanwhile, or handed over to another deal, it is not grown any more.
        var place = into is { } known ? held.FindIndex(each => each.Id == known && each.Deal == lot.Deal) : -1;
        if (place < 0 && held.Count >= MaxLots) place = held.FindLastIndex(each => each.Deal == lot.Deal);
        if (place < 0)
        {
            held.Add(lot);
            Changes.NewLots.Add(lot.Id);
        }
        else
        {
            var grown = held[place];
            lot = held[place] = grown with { Quantity = grown.Quantity + lot.Quantity, Value = grown.Value + lot.Value, Fee = grown.Fee + lot.Fee };
        }
        Changes.Lots[lot.Id] = lot;
        return lot.Id;
    }
}
