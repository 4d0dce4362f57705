namespace PowerTrader.Core.Risk;

/// <summary>What may be sent. Of tenant, portfolio and symbol the strictest holds. Ordered: a higher value is stricter.</summary>
public enum HaltState
{
    Active,

    /// <summary>Exits only.</summary>
    Reducing,

    Halted,
}
