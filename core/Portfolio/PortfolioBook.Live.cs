namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    /// <summary>A person allows real money under these terms; other terms ask anew.</summary>
    /// <returns>False where they were allowed already.</returns>
    /// <exception cref="InvalidOperationException">The portfolio is no live one.</exception>
    public bool ConfirmLive(string terms, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(terms);
        if (Head.Mode != PortfolioMode.Live) throw new InvalidOperationException($"portfolio {Key} is {Head.Mode}: there is no real money to allow");
        if (Head.LiveTerms == terms) return false;
        Head = Head with { LiveTerms = terms };
        Record(now, "live-confirmed", Key.ToString(), terms);
        return true;
    }
}
