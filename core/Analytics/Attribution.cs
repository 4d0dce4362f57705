namespace PowerTrader.Core.Analytics;

/// <summary>Where a result came from, in money. The five parts add up to it; nothing is left over.</summary>
/// <param name="Market">What the mean position over the whole period, simply held, would have made.</param>
/// <param name="Signal">What being in at some times and out at others made on top, with the same size each time, at the decisions' prices.</param>
/// <param name="Sizing">What having more at some times than at others while in made: ladder steps, budgets.</param>
/// <param name="Timing">How the market moved between decision and execution; a buy that became dearer costs.</param>
/// <param name="Costs">Fees, spread and slippage: negative.</param>
/// <remarks>
/// With the position h(t), its mean over the period H, its mean while in h, prices S: Market = H × (S at the end − S at the start); Signal = h × Σ over the spells
/// in the market of (S at its end − S at its start) − Market; Sizing = ∫ h(t) dS − h × the same Σ. Timing and costs split the shortfall between decision and
/// execution (A. Perold, The Implementation Shortfall, Journal of Portfolio Management 14, 1988) at the arrival price.
/// </remarks>
public sealed record Attribution(decimal Market, decimal Signal, decimal Sizing, decimal Timing, decimal Costs)
{
    public static Attribution None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>The whole result.</summary>
    public decimal Total => Market + Signal + Sizing + Timing + Costs;

    public static Attribution operator +(Attribution left, Attribution right) => new(
        left.Market + right.Market, left.Signal + right.Signal, left.Sizing + right.Sizing, left.Timing + right.Timing, left.Costs + right.Costs);
}

/// <param name="Total">Realised and unrealised result of the period, equal to <see cref="Attribution.Total"/>.</param>
public sealed record CoinAttribution(string Symbol, Attribution Parts, decimal Total, int Fills);

/// <summary>What the fills of one rule did.</summary>
/// <param name="Rule">As in <see cref="TradeFill.Rule"/>; <c>held before</c> for what the period began with.</param>
/// <param name="Value">Bought or sold, without fees.</param>
/// <param name="Realised">Net result of what was sold; of a rule that buys, of what it had bought (first in, first out).</param>
/// <param name="Unrealised">Of a rule that buys: worth less cost of what is left of it.</param>
public sealed record RuleResult(string Rule, int Fills, decimal Value, decimal Realised, decimal Unrealised);

/// <param name="Purchases">By the rule that bought, <paramref name="Sales"/> by the rule that sold: the same realised money from its two ends.</param>
public sealed record AttributionReport(
    Attribution Parts, decimal Total, IReadOnlyList<CoinAttribution> Coins, IReadOnlyList<RuleResult> Purchases, IReadOnlyList<RuleResult> Sales);
