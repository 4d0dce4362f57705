using PowerTrader.Core.Markets;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>What the venue takes of a pair now.</summary>
public enum PairTrading
{
    Open,

    /// <summary>Listed, and buys are refused.</summary>
    SellOnly,

    /// <summary>Listed, and every order is refused.</summary>
    Halted,

    /// <summary>Gone from the list; what was open is cancelled, and every order is refused.</summary>
    Delisted,
}

/// <summary>A listed pair with its rules: increments and sizes in the base coin, funds in the quote coin.</summary>
public sealed record SimulatedPair(Symbol Symbol, decimal PriceIncrement, decimal QuantityIncrement, decimal MinQuantity, decimal MaxQuantity, decimal MinFunds)
{
    public PairTrading Trading { get; init; } = PairTrading.Open;
}

/// <summary>Best bid and ask with the sizes displayed there, in the base coin. A new one replaces the last, and what was taken of it is forgotten.</summary>
public sealed record SimulatedQuote(decimal Bid, decimal BidSize, decimal Ask, decimal AskSize);
