namespace PowerTrader.Adapters.Paper;

/// <param name="FeeRate">Of the notional, per fill.</param>
/// <param name="SlippageFraction">Worse than the touch, within the limit.</param>
/// <param name="MaxShareOfDisplayed">Of the size displayed at one instant, over all orders of the account.</param>
public sealed record PaperOptions(decimal StartCash, decimal FeeRate = 0.001m, decimal SlippageFraction = 0.0002m, decimal MaxShareOfDisplayed = 0.25m);
