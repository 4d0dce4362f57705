namespace PowerTrader.Core.Ports;

/// <summary>What a market refused.</summary>
public enum MarketRefusal
{
    /// <summary>The request itself: a removed endpoint, a wrong parameter.</summary>
    Request,

    /// <summary>Requests from this place: another source of prices is the remedy.</summary>
    Region,

    /// <summary>The symbol: unknown, or no longer listed.</summary>
    Symbol,
}

/// <summary>The market answered, and the answer is no: an unknown symbol, a refused region, a removed endpoint.</summary>
public sealed class MarketRefusedException : Exception
{
    public MarketRefusedException(MarketRefusal refusal, string message) : base(message) => Refusal = refusal;
    public MarketRefusedException(string message) : base(message) { }
    public MarketRefusedException(string message, Exception inner) : base(message, inner) { }
    public MarketRefusedException() { }

    public MarketRefusal Refusal { get; }
}
