using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>What is done once a day: the summary, the backups, and how many are kept.</summary>
public sealed class DailyCloseTests : IDisposable
{
    private readonly Trader trader = new();

    private string StorePath => Path.Combine(trader.Data, PlayedTrader.StoreName);

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task DailyClose_OverMidnight_StoresTheDaysSummary_AndBacksUpNoSimulatedMarket()
    {
        var report = await PlayedTrader.PlayAsync(StorePath, (system, _) => system.Work.Ticks.Count >= 8);
        using var store = SqliteStore.Open(StorePath);

        var row = await new SqliteTableStore(store).GetAsync(Names.Days, TradingSystem.DefaultPortfolio.ToString(), "20241231", default);

        var summary = Wire.Read<DaySummary>(row.ShouldNotBeNull().Json);
        summary.Day.ShouldBe(new DateOnly(2024, 12, 31));
        (summary.Equity - summary.Cash - summary.Locked).ShouldBe(summary.Unrealised);
        summary.Equity.Amount.ShouldBeInRange(9_900, 10_100);
        report.Cycles.ShouldBe(8);
        Directory.Exists(Backups.FolderOf(trader.Data)).ShouldBeFalse();
        var flow = await new SqliteWorkflowHistory(store).GetAsync($"{Names.CloseDay}|sim-2|20241231", default);
        Wire.Read<DailyCloseOutcome>(flow!.Output!).Backup.ShouldBe("none");
    }

    [Fact]
    public async Task WriteDaily_MoreThanAreKept_DeletesTheOldestDailyOnesOnly()
    {
        using var store = SqliteStore.Open(StorePath);
        var folder = Directory.CreateDirectory(Backups.FolderOf(trader.Data)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "sim-2-20200101T000000Z.db"), "made by hand");
        await File.WriteAllTextAsync(Path.Combine(folder, "kucoin-daily-20200101.db"), "another market's");

        for (var day = 1; day <= 5; day++) await Backups.WriteDailyAsync(store, trader.Data, new DateOnly(2025, 3, day), 3, default);
        var again = await Backups.WriteDailyAsync(store, trader.Data, new DateOnly(2025, 3, 5), 3, default);

        Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe([
            "kucoin-daily-20200101.db", "sim-2-20200101T000000Z.db", "sim-2-daily-20250303.db", "sim-2-daily-20250304.db", "sim-2-daily-20250305.db",
        ]);
        again.ShouldEndWith("sim-2-daily-20250305.db");
        (await Backups.WriteDailyAsync(store, trader.Data, new DateOnly(2025, 3, 6), 0, default)).ShouldBeNull();
    }

    /// <summary>The backup's disk may be full while the store's is not: trading goes on.</summary>
    [Fact]
    public async Task WriteDaily_FolderCannotBeMade_IsNoFaultOfTheStore()
    {
        using var store = SqliteStore.Open(StorePath);
        await File.WriteAllTextAsync(Backups.FolderOf(trader.Data), "a file in the way");

        var fault = await Should.ThrowAsync<Exception>(() => Backups.WriteDailyAsync(store, trader.Data, new DateOnly(2025, 3, 6), 3, default));

        fault.ShouldNotBeOfType<StoreFaultException>();
        fault.ShouldBeAssignableTo<IOException>();
    }
}
