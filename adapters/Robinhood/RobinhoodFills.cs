namespace PowerTrader.Adapters.Robinhood;

/// <param name="Place">From 1; with the order's id it is the identity of the fill.</param>
/// <param name="Fee">Its share of what the order was charged, in the quote currency.</param>
internal sealed record KeptFill(int Place, decimal Quantity, decimal Price, decimal Fee, DateTimeOffset Time);

/// <summary>Pure: what an order shows now and what was told before → the fills to be told in addition.</summary>
internal static class RobinhoodFills
{
    /// <summary>So long a reply may contradict itself: quantity, executions and fee need not change at one instant.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private const int FeeDecimals = 10;

    /// <summary>Below this share of what its fee should be, an execution is waiting for its fee.</summary>
    private const decimal PlausibleShare = 0.75m;

    public static IReadOnlyList<KeptFill> New(RobinhoodOrder order, IReadOnlyList<KeptFill> kept, DateTimeOffset venueNow)
    {
        var hasSettled = order.UpdatedAt is not { } updated || venueNow - updated > Settling;
        var room = order.Filled - kept.Sum(fill => fill.Quantity);
        var executions = new List<(decimal Quantity, decimal Price, DateTimeOffset Time)>();
        foreach (var execution in Unknown(order, kept))
        {
            // More executions than the order says has filled: the rest waits until the two agree. A fill is never told beyond the quantity.
            if (execution.Quantity > room) break;
            executions.Add(execution);
            room -= execution.Quantity;
        }
        if (room > 0 && order.IsFinal && hasSettled && Missing(order, kept, executions, room) is { } rest) executions.Add(rest);
        if (executions.Count == 0) return [];
        var fee = Math.Max(0, (order.FeeCharged ?? 0) - kept.Sum(fill => fill.Fee));
        var value = executions.Sum(execution => execution.Quantity * execution.Price);
        if (!hasSettled && fee < PlausibleShare * ExpectedRatio(order, kept) * value) return [];
        return Allot(executions, fee, value, kept.Count);
    }

    /// <summary>The order's whole fee in shares of the values, each rounded, the last one with what is left: the sum is exact.</summary>
    private static List<KeptFill> Allot(List<(decimal Quantity, decimal Price, DateTimeOffset Time)> executions, decimal fee, decimal value, int before)
    {
        var fills = new List<KeptFill>(executions.Count);
        var done = 0m;
        var allotted = 0m;
        for (var i = 0; i < executions.Count; i++)
        {
            var (quantity, price, time) = executions[i];
            done += quantity * price;
            var upTo = i == executions.Count - 1 ? fee : decimal.Round(fee * (done / value), FeeDecimals);
            fills.Add(new KeptFill(before + i + 1, quantity, price, upTo - allotted, time));
            allotted = upTo;
        }
        return fills;
    }

    /// <summary>Executions that were not told yet, oldest first. They are compared by quantity and price, so that neither another order of the list nor a corrected time makes one new.</summary>
    private static IEnumerable<(decimal Quantity, decimal Price, DateTimeOffset Time)> Unknown(RobinhoodOrder order, IReadOnlyList<KeptFill> kept)
    {
        var told = kept.GroupBy(fill => (fill.Quantity, fill.Price)).ToDictionary(group => group.Key, group => group.Count());
        foreach (var execution in (order.Executions ?? []).OrderBy(execution => execution.Timestamp))
        {
            if (execution is not { Quantity: > 0 and var quantity, EffectivePrice: > 0 and var price }) continue;
            if (told.TryGetValue((quantity, price), out var count) && count > 0) told[(quantity, price)] = count - 1;
            else yield return (quantity, price, execution.Timestamp ?? order.UpdatedAt ?? order.CreatedAt ?? DateTimeOffset.UnixEpoch);
        }
    }

    /// <summary>What filled by the order's own words and no execution shows, at the price that makes its average true.</summary>
    private static (decimal Quantity, decimal Price, DateTimeOffset Time)? Missing(
        RobinhoodOrder order, IReadOnlyList<KeptFill> kept, List<(decimal Quantity, decimal Price, DateTimeOffset Time)> executions, decimal quantity)
    {
        var told = kept.Sum(fill => fill.Quantity * fill.Price) + executions.Sum(execution => execution.Quantity * execution.Price);
        var price = order.AveragePrice is { } average ? (average * order.Filled - told) / quantity : 0;
        if (price <= 0) price = order.AveragePrice ?? order.Config?.LimitPrice ?? order.Config?.StopPrice ?? 0;
        return price > 0 ? (quantity, price, order.UpdatedAt ?? order.CreatedAt ?? DateTimeOffset.UnixEpoch) : null;
    }

    /// <summary>Fee per value by what the venue expects for the rest, and by what it took before; zero where neither tells.</summary>
    private static decimal ExpectedRatio(RobinhoodOrder order, IReadOnlyList<KeptFill> kept)
    {
        var toldValue = kept.Sum(fill => fill.Quantity * fill.Price);
        var told = toldValue > 0 ? kept.Sum(fill => fill.Fee) / toldValue : 0;
        var price = order.Config?.LimitPrice ?? order.Config?.StopPrice ?? 0;
        var remaining = ((order.Config?.AssetQuantity ?? 0) - order.Filled) * price;
        return Math.Max(told, remaining > 0 ? (order.EstimatedFeeRemaining ?? 0) / remaining : 0);
    }
}
