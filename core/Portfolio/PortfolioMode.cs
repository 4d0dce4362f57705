namespace PowerTrader.Core.Portfolio;

/// <summary>What a portfolio's orders are; fixed when it is created.</summary>
public enum PortfolioMode
{
    /// <summary>Paper broker, the default.</summary>
    Paper,

    /// <summary>Decides beside a live one and sends nothing.</summary>
    Shadow,

    Live,
}
