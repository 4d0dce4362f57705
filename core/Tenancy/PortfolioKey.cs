namespace PowerTrader.Core.Tenancy;

/// <summary>One pot of money: tenant and portfolio, each <c>[a-z0-9-]{1,24}</c>. Its text is the partition key of the aggregate.</summary>
public readonly record struct PortfolioKey
{
    /// <exception cref="FormatException">A part breaks the grammar.</exception>
    public PortfolioKey(string tenant, string portfolio)
    {
        Require(tenant, "Tenant");
        Require(portfolio, "Portfolio");
        Tenant = tenant;
        Portfolio = portfolio;
    }

    public string Tenant { get; }

    public string Portfolio { get; }

    /// <exception cref="FormatException">The text is not <c>tenant|portfolio</c>.</exception>
    public static PortfolioKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('|');
        return parts.Length == 2
            ? new PortfolioKey(parts[0], parts[1])
            : throw new FormatException($"Portfolio key '{text}' is not valid: use tenant|portfolio.");
    }

    public override string ToString() => $"{Tenant}|{Portfolio}";

    private static void Require(string value, string field)
    {
        if (!IdGrammar.IsName(value))
            throw new FormatException($"{field} '{value}' is not valid: use 1 to 24 of a-z, 0-9 and '-'.");
    }
}
