using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Workflows;

/// <summary>What the order path holds an order against: the stricter of the limits it was decided under and those that hold now.</summary>
internal static class OrderLimits
{
    public static RiskRules Of(IRuleSource rules, PortfolioBook book, Order order)
    {
        var now = book.Head.SettingsVersion;
        return At(order.LimitsVersion == 0 ? now : order.LimitsVersion).Stricter(At(now));

        RiskRules At(int version) => rules.For(book.Key, order.SettingsVersion, version, order.Symbol).Risk.Rules;
    }

    /// <summary>Caps of the settings that hold now, which a person must have allowed.</summary>
    public static HardCaps CapsNow(IRuleSource rules, PortfolioBook book, Order order) =>
        rules.For(book.Key, order.SettingsVersion, book.Head.SettingsVersion, order.Symbol).Risk.Rules.Caps;

    /// <summary>What real money may not do, whatever it was decided under: asked again for each buy, on the books as they are. Coins count at cost.</summary>
    /// <param name="limits">The stricter of then and now.</param>
    /// <param name="current">As <see cref="CapsNow"/>.</param>
    public static string? LiveRefusal(PortfolioBook book, Order order, RiskRules limits, HardCaps current, DateTimeOffset now)
    {
        if (order.Side == OrderSide.Sell) return null;
        var caps = limits.Caps;
        if (book.Head.Mode == PortfolioMode.Live && !caps.IsWhole) return "real money has no caps: set live.maxOrder, live.maxPerDay, live.maxHeld and live.coins";
        if (book.Head.Mode == PortfolioMode.Live && book.Head.LiveTerms is null) return "real money was not confirmed for this portfolio: start it again and confirm";
        if (book.Head.Mode == PortfolioMode.Live && book.Head.LiveTerms != LiveTerms.Of(book.Head.Venue, current))
            return $"real money was confirmed for '{book.Head.LiveTerms}', and the settings say '{LiveTerms.Of(book.Head.Venue, current)}': confirm that";
        if (caps.Coins.Count > 0 && !caps.Coins.Contains(order.Symbol.Base)) return $"{order.Symbol.Base} is not among live.coins";
        var held = book.Symbols.Aggregate(Money.Zero, (sum, state) => sum + Exposure.Of(book, state, null));
        var ordered = book.Head.RecentOrders.Where(past => past.Time > now - TimeSpan.FromHours(24)).Aggregate(Money.Zero, (sum, past) => sum + past.Amount);
        return Over("this order", order.Reserved, caps.MaxOrder, "live.maxOrder") ?? Over("everything held with this order", held, caps.MaxHeld, "live.maxHeld")
            ?? Over("everything ordered within 24 hours", ordered, caps.MaxPerDay, "live.maxPerDay");

        string? Over(string what, Money money, Money cap, string setting) => cap == Money.Zero || money <= cap
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{what} is {money.Amount:0.##} {book.Head.Currency}, {setting} is {cap.Amount:0.##}");
    }

    /// <summary>The cap that a buy exceeds, in words, where the settings changed after it was decided; else it has passed them. Coins count at cost.</summary>
    public static string? CapRefusal(PortfolioBook book, Order order, RiskRules limits, DateTimeOffset now)
    {
        if (order.Side == OrderSide.Sell || order.LimitsVersion == 0 || order.LimitsVersion == book.Head.SettingsVersion) return null;
        var equity = book.Equity(_ => null, 0);
        var recent = book.Head.RecentOrders.Where(past => past.Time > now - TimeSpan.FromHours(24)).ToList();
        var lastHour = recent.Count(past => past.Time > now - TimeSpan.FromHours(1));
        if (lastHour > limits.OrdersPerHour) return $"settings changed: {lastHour} orders within an hour, the limit is {limits.OrdersPerHour}";
        return Exceeds("this order", order.Reserved, limits.OrderCapPercent)
            ?? Exceeds($"{order.Symbol} with this order", Exposure.Of(book, book.SymbolOf(order.Symbol), null), limits.PositionPercent)
            ?? Exceeds("everything held with this order", book.Symbols.Aggregate(Money.Zero, (sum, state) => sum + Exposure.Of(book, state, null)), limits.HeldCapPercent)
            ?? Exceeds("everything ordered within 24 hours", recent.Aggregate(Money.Zero, (sum, past) => sum + past.Amount), limits.DailyCapPercent);

        string? Exceeds(string what, Money money, decimal percent) => money.Amount <= equity.Amount * percent / 100m
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"settings changed: {what} is {money.Amount:0.##} {book.Head.Currency}, the limit is {percent:0.##} % of {equity.Amount:0.##}");
    }
}
