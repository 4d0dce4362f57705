namespace PowerTrader.Core.Markets;

/// <summary>What a venue allows for one pair. Increments and minima are loaded up front, never learned from error texts.</summary>
/// <param name="MinNotional">Smallest order value in the quote coin; zero where the venue states none.</param>
public sealed record Instrument(
    Symbol Symbol, decimal PriceIncrement, decimal QuantityIncrement, Quantity MinQuantity, Quantity MaxQuantity, Money MinNotional, bool EnableTrading)
{
    /// <summary>Of a quantity that knows no increment: finer than any venue trades.</summary>
    private const int FreeDecimals = 10;

    /// <summary>Of a price that knows no increment.</summary>
    private const int FreeDigits = 10;

    /// <summary>The venue takes sales only: what is held can be sold, nothing can be bought.</summary>
    public bool IsSellOnly { get; init; }

    /// <summary>
    /// No increments and no minima, for reference strategies that are compared with idealised engines. Quantities have ten decimals and prices ten digits all
    /// the same: numbers of 28 digits leave none for sums.
    /// </summary>
    public static Instrument Unrestricted(Symbol symbol) =>
        new(symbol, 0m, 0m, Quantity.Zero, new Quantity(decimal.MaxValue), Money.Zero, true);

    /// <summary>Increments and minima as KuCoin lists pairs of such a price: about six significant digits. For recorded markets.</summary>
    public static Instrument LikeKuCoin(Symbol symbol, decimal price)
    {
        var increment = 1_000m;
        while (price / increment < 100_000m && increment > 0.00000001m) increment /= 10;
        return new(symbol, increment, 0.00000001m, new Quantity(0.00001m), new Quantity(10_000_000_000m), new Money(0.1m), true);
    }

    public Quantity RoundDown(Quantity quantity) =>
        QuantityIncrement == 0 ? new Quantity(decimal.Round(quantity.Value, FreeDecimals, MidpointRounding.ToZero)) : new Quantity(Math.Floor(quantity.Value / QuantityIncrement) * QuantityIncrement);

    /// <summary>Down to the increment: a resting buy, or a marketable sell. Never below one increment.</summary>
    public Price RoundDown(Price price) =>
        PriceIncrement == 0 ? Free(price, MidpointRounding.ToZero) : new Price(Math.Max(PriceIncrement, Math.Floor(price.Value / PriceIncrement) * PriceIncrement));

    /// <summary>Up to the increment: a resting sell, or a marketable buy.</summary>
    public Price RoundUp(Price price) =>
        PriceIncrement == 0 ? Free(price, MidpointRounding.ToPositiveInfinity) : new Price(Math.Ceiling(price.Value / PriceIncrement) * PriceIncrement);

    /// <summary>Smallest quantity that may be sold at the price: on the increment and under neither minimum.</summary>
    public Quantity SmallestSale(Price price)
    {
        var least = Math.Max(MinQuantity.Value, MinNotional.Amount / price.Value);
        return new Quantity(QuantityIncrement == 0 ? least : Math.Max(QuantityIncrement, Math.Ceiling(least / QuantityIncrement) * QuantityIncrement));
    }

    /// <summary>Null where an order of this size is allowed, else the broken rule in words.</summary>
    public string? Refusal(Quantity quantity, Price price)
    {
        if (!EnableTrading) return $"{Symbol} is not trading at the venue now";
        if (quantity.IsZero || quantity < MinQuantity) return $"quantity {quantity} is below the venue's minimum {MinQuantity} {Symbol.Base}";
        if (quantity > MaxQuantity) return $"quantity {quantity} is above the venue's maximum {MaxQuantity} {Symbol.Base}";
        var notional = price * quantity;
        return notional < MinNotional ? $"order value {notional} is below the venue's minimum {MinNotional} {Symbol.Quote}" : null;
    }

    private static Price Free(Price price, MidpointRounding direction)
    {
        var (value, decimals) = (price.Value, FreeDigits);
        // So many decimals are never too many below a hundred million.
        if (value.Scale <= 2 && value < 100_000_000m) return price;
        for (var power = 1m; decimals > 0 && value >= power; power *= 10) decimals--;
        for (var power = 0.1m; decimals < 28 && value < power; power /= 10) decimals++;
        return value.Scale <= decimals ? price : new Price(decimal.Round(value, decimals, direction));
    }
}
