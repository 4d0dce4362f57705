using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>A few minutes of a busy trader, from its n-th trade tick to another.</summary>
internal sealed record BusyWindow(long Seed, long From, long To)
{
    private const int Ticks = 160;
    private const int Seeds = 12;
    private const int MaxLength = 7;

    private static readonly Lazy<Task<BusyWindow>> Found = new(SearchAsync);

    /// <summary>Half past three: models are saved and old flows purged.</summary>
    public static BusyWindow Night { get; } = new(4, 209, 212);

    /// <summary>The shortest stretch with an entry, a DCA step, an exit, an order that was cancelled with a part filled, and a Reconcile.</summary>
    public static Task<BusyWindow> OrdersAsync() => Found.Value;

    private static async Task<BusyWindow> SearchAsync()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var world = new CrashWorld(seed);
            var path = await world.StoreAtAsync(Ticks);
            List<Order> orders;
            using (var store = SqliteStore.Open(path))
                orders = await CrashWorld.ToListAsync(new PortfolioStore(new SqliteTableStore(store)).ReadAsync<Order>(TradingSystem.DefaultPortfolio, "order", default));
            for (var length = 4; length <= MaxLength; length++)
            {
                for (var from = 2; from + length <= Ticks; from++)
                {
                    if (IsRich(orders, Instant(from), Instant(from + length))) return new(seed, from, from + length);
                }
            }
        }
        throw new InvalidOperationException($"no window of {MaxLength} minutes of {Seeds} seeds has everything: make the trader busier");
    }

    private static bool IsRich(List<Order> orders, DateTimeOffset from, DateTimeOffset to)
    {
        var inside = orders.Where(order => order.CreatedAt > from && order.FinalAt <= to).ToList();
        var reconcile = new DateTimeOffset(from.Year, from.Month, from.Day, from.Hour, from.Minute / 5 * 5, 45, TimeSpan.Zero);
        if (reconcile < from) reconcile += TimeSpan.FromMinutes(5);
        return reconcile < to
            && inside.Exists(order => order.Leg == Leg.Entry) && inside.Exists(order => order.Leg.IsDca) && inside.Exists(order => order.Leg == Leg.Exit)
            && inside.Exists(order => order.State == OrderState.Cancelled && !order.Filled.IsZero);
    }

    private static DateTimeOffset Instant(int tick) => SimulatedMarket.TradingStart.AddMinutes(tick - 1).AddSeconds(15);
}
