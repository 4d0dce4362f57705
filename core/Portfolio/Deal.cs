using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

public enum DealState
{
    Open,

    /// <summary>What is left is below the venue's minimum and cannot be sold.</summary>
    Dust,
}

/// <summary>One round trip in one symbol, from the first intent to the last sale. Pins the settings it began with.</summary>
/// <param name="Number">The portfolio's deal counter, part of every order id.</param>
/// <param name="Budget">Money that the whole ladder may use, fees included.</param>
/// <param name="BaseOrder">Money of the entry, from which the ladder's steps follow.</param>
public sealed record Deal(long Number, string Strategy, int SettingsVersion, DateTimeOffset OpenedAt, Money Budget, Money BaseOrder)
{
    public DealState State { get; init; }

    /// <summary>Held quantity: the sum of its lots.</summary>
    public Quantity Quantity { get; init; }

    /// <summary>Total purchase cost of what is held, buy fees included.</summary>
    public Money Cost { get; init; }

    /// <summary>Everything bought so far, fees included, sold or not; what the ladder has used of its budget.</summary>
    public Money Spent { get; init; }

    /// <summary>Net result of what was sold so far.</summary>
    public Money Realised { get; init; }

    /// <summary>Highest DCA step with a fill.</summary>
    public int DcaSteps { get; init; }

    /// <summary>First fill of each DCA step, oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> DcaTimes { get; init; } = [];

    public TrailingState Trailing { get; init; }

    /// <summary>Final orders per leg: the next order's attempt number.</summary>
    public IReadOnlyDictionary<string, int> Attempts { get; init; } = new Dictionary<string, int>();

    /// <summary>A person's pause: no ladder step until it is taken back.</summary>
    public bool DcaPaused { get; init; }

    /// <summary>A person's own trailing start and gap; null follows the rules.</summary>
    public DealTarget? Target { get; init; }

    /// <summary>The manual leg that began the deal; null where an entry did. Every other manual buy brings its own money to the budget.</summary>
    public string? ManualOpening { get; init; }

    public bool HasPosition => !Quantity.IsZero;

    /// <summary>Something of it was sold.</summary>
    public bool HasSold => Realised != Money.Zero;

    public int AttemptOf(Leg leg) => Attempts.TryGetValue(leg.Text, out var attempts) ? attempts : 0;

    internal Deal Less(Quantity quantity, Money cost, Money profit) =>
        this with { Quantity = Quantity - quantity, Cost = Cost - cost, Realised = Realised + profit };

    /// <summary>Budget not yet spent; it counts against the limit over all coins.</summary>
    public Money UnspentLadder => Money.Max(Money.Zero, Budget - Spent);
}
