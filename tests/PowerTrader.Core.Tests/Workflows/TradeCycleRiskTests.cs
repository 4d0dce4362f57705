using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>Every risk rule: a cycle that would have traded orders nothing, and the stored decision names the rule.</summary>
public class TradeCycleRiskTests
{
    [Fact]
    public async Task Cycle_NothingSpoilt_OrdersOnceAndExplains()
    {
        var fixture = new CycleFixture();

        var (decision, book) = await fixture.RunAsync();

        book.OpenOrders.ShouldHaveSingleItem().Leg.ShouldBe(Leg.Entry);
        fixture.Sent.ShouldHaveSingleItem();
        decision!.Outcome.ShouldContain("allowed");
        decision.Verdicts.ShouldContain(verdict => verdict.Text == "LONG level 7 ≥ 3: yes");
        book.Head.Reserved.ShouldBeGreaterThan(Money.Zero);
    }

    public static TheoryData<string, Condition> Rules => new()
    {
        { "tenant halted", Condition.HaltState },
        { "portfolio reducing", Condition.HaltState },
        { "symbol halted", Condition.HaltState },
        { "no reconciliation", Condition.ReconcileAge },
        { "old signal", Condition.SignalFreshness },
        { "old execution quote", Condition.ExecutionFreshness },
        { "lone outlier", Condition.LoneOutlier },
        { "collar", Condition.Collar },
        { "daily loss", Condition.DailyLoss },
        { "weekly loss", Condition.WeeklyLoss },
        { "monthly loss", Condition.MonthlyLoss },
        { "annual loss", Condition.AnnualLoss },
        { "open deals", Condition.OpenDeals },
        { "cooldown", Condition.Cooldown },
        { "orders per hour", Condition.OrdersPerHour },
        { "small ladder", Condition.LadderMinimum },
        { "no free cash", Condition.CashAfterReservations },
        { "position share", Condition.PositionShare },
        { "all coins", Condition.AllCoins },
        { "order cap", Condition.OrderCap },
        { "order cap of nothing", Condition.OrderCap },
        { "no instrument", Condition.SoundInput },
        { "daily cap", Condition.DailyCap },
        { "held cap", Condition.HeldCap },
        { "not trading", Condition.Tradable },
        { "no instrument increments fit", Condition.LadderMinimum },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Cycle_OneThingSpoilt_IsRefusedByThatRule(string what, Condition rule)
    {
        var fixture = Spoilt(what);

        var (decision, book) = await fixture.RunAsync();

        decision.ShouldNotBeNull();
        decision.Outcome.ShouldContain($"refused by {rule}");
        decision.Verdicts.ShouldContain(verdict => !verdict.Passed && verdict.Lack.Contains(", needed", StringComparison.Ordinal));
        fixture.Sent.ShouldBeEmpty();
        book.OpenOrdersOf(CycleFixture.Btc).ShouldBeEmpty();
    }

    private static CycleFixture Spoilt(string what)
    {
        var fixture = new CycleFixture();
        var small = fixture.Instrument with { MinNotional = new Money(40) };
        switch (what)
        {
            case "tenant halted": fixture.Tenant = HaltState.Halted; break;
            case "portfolio reducing": fixture.Spoil = book => book.SetHalt(null, HaltState.Reducing, "test", fixture.Now); break;
            case "symbol halted": fixture.Spoil = book => book.SetHalt(CycleFixture.Btc, HaltState.Halted, "test", fixture.Now); break;
            case "no reconciliation": fixture.ReconcileAge = TimeSpan.FromMinutes(16); break;
            case "old signal": fixture.SignalAge = TimeSpan.FromSeconds(121); break;
            case "old execution quote": fixture.ExecutionAge = TimeSpan.FromSeconds(11); break;
            case "lone outlier": fixture.Outlier = true; break;
            case "collar": fixture.ExecutionMid = 101; break;
            case "daily loss": fixture.Spoil = book => book.StartRiskDay(fixture.Now, new Money(10_300)); break;
            case "weekly loss": Losing(fixture, new DateTimeOffset(2024, 12, 30, 1, 0, 0, TimeSpan.Zero), 10_600); break;
            case "monthly loss": Losing(fixture, new DateTimeOffset(2025, 1, 3, 1, 0, 0, TimeSpan.Zero), 11_200, later: 10); break;
            case "annual loss": Losing(fixture, new DateTimeOffset(2025, 1, 3, 1, 0, 0, TimeSpan.Zero), 12_600, later: 40); break;
            case "open deals":
                fixture.Rules = RiskRules.Default with { MaxOpenDeals = 1, DailyCapPercent = 1000 };
                fixture.Spoil = book =>
                {
                    book.SetSymbols([CycleFixture.Btc, Eth]);
                    Reserve(book, fixture, 100);
                };
                break;
            case "cooldown":
                fixture.Rules = RiskRules.Default with { Cooldown = TimeSpan.FromMinutes(30) };
                fixture.Spoil = book => Earlier(book, fixture, 0.01m, 100, minutesAgo: 29, sell: true);
                break;
            case "orders per hour": fixture.Rules = RiskRules.Default with { OrdersPerHour = 1 }; fixture.Spoil = book => Earlier(book, fixture, 0.01m, 100, minutesAgo: 10, sell: true); break;
            case "small ladder": fixture.Cash = 20; break;
            case "no free cash": fixture.Rules = RiskRules.Default with { DailyCapPercent = 1000 }; fixture.Spoil = book => Reserve(book, fixture, 9_990); break;
            case "position share": fixture.Rules = RiskRules.Default with { AllCoinsPercent = 1000 }; fixture.Spoil = book => Earlier(book, fixture, 9, 112, minutesAgo: 1500, sell: false); break;
            case "all coins":
                fixture.Rules = RiskRules.Default with { DailyCapPercent = 1000 };
                fixture.Spoil = book =>
                {
                    book.SetSymbols([CycleFixture.Btc, Eth]);
                    Reserve(book, fixture, 3_995);
                };
                break;
            case "order cap": fixture.Rules = RiskRules.Default with { OrderCapPercent = 0.001m }; break;
            case "order cap of nothing": fixture.Rules = RiskRules.Default with { OrderCapPercent = 0 }; break;
            case "no instrument": fixture.IsListed = false; break;
            case "daily cap": fixture.Rules = RiskRules.Default with { DailyCapPercent = 0m }; break;
            case "held cap": fixture.Rules = RiskRules.Default with { HeldCapPercent = 0m }; break;
            case "not trading": fixture.Instrument = fixture.Instrument with { EnableTrading = false }; break;
            default: fixture.Instrument = small with { MinNotional = new Money(1000) }; break;
        }
        return fixture;
    }

    /// <summary>The period began with more equity than there is now, and today with as much as there is now.</summary>
    private static void Losing(CycleFixture fixture, DateTimeOffset began, decimal equityThen, int later = 0)
    {
        fixture.Now = fixture.Now.AddDays(later);
        fixture.Spoil = book =>
        {
            book.StartRiskDay(began, new Money(equityThen));
            book.StartRiskDay(fixture.Now, new Money(10_000));
        };
    }

    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    /// <summary>An open order of another coin.</summary>
    private static void Reserve(PortfolioBook book, CycleFixture fixture, decimal money) => book.Intend(new OrderDraft(
        Eth, "powertrader", Leg.Entry, OrderSide.Buy, new Quantity(money), new Price(1), new Price(1), fixture.Now.AddSeconds(-30), fixture.Now, 0.001m, new Money(money), "earlier"));

    private static void Earlier(PortfolioBook book, CycleFixture fixture, decimal quantity, decimal price, int minutesAgo, bool sell)
    {
        var time = fixture.Now.AddMinutes(-minutesAgo);
        foreach (var side in sell ? new[] { OrderSide.Buy, OrderSide.Sell } : [OrderSide.Buy])
        {
            var order = book.Intend(new OrderDraft(
                CycleFixture.Btc, "powertrader", side == OrderSide.Buy ? Leg.Entry : Leg.Exit, side, new Quantity(quantity), new Price(price), new Price(price),
                time, time, 0.001m, new Money(5000), "earlier"));
            book.MarkSubmitting(order.Id, time);
            book.MarkAccepted(order.Id, "v", time);
            book.BookFill(new Core.Ports.VenueFill($"t{side}", "v", order.Id, order.Symbol, side, order.Quantity, order.Limit, Money.Zero, time), order.Id);
            book.Finish(order.Id, OrderState.Filled, null, time);
        }
    }
}
