using System.Reflection;
using Microsoft.Data.Sqlite;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>What an open deal and an open order live through: an upgrade of the store, a restore, a damaged file.</summary>
public sealed class StoreCareTests(OpenDealStore open) : IClassFixture<OpenDealStore>, IDisposable
{
    private const int More = 900;

    private readonly Trader trader = new();
    private readonly Trader other = new();

    private string StorePath => Path.Combine(trader.Data, PlayedTrader.StoreName);

    public void Dispose()
    {
        trader.Dispose();
        other.Dispose();
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Upgrade_StoreOfVersionOneWithAnOpenDeal_GoesOnAsIfItHadNotBeen_AndKeepsACopy()
    {
        var whole = await PlayedTrader.PlayAsync(open.CopyTo(other.Data), (system, _) => system.Work.Ticks.Count >= open.Cycle + More);
        open.CopyTo(trader.Data);
        TurnIntoVersionOne(StorePath);

        var upgraded = await PlayedTrader.PlayAsync(StorePath, (system, _) => system.Work.Ticks.Count >= open.Cycle + More);

        PlayedTrader.Facts(upgraded).ShouldBe(PlayedTrader.Facts(whole));
        Version(StorePath).ShouldBe(2);
        Version(StorePath + ".v1.bak").ShouldBe(1);
        Ask(StorePath + ".v1.bak", "SELECT count(*) FROM rows WHERE tbl = 'Portfolios' AND row LIKE 'lot|%'").ShouldBeOfType<long>().ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task ExportTax_AStoreWithAnOpenDeal_AgreesWithTheBooksAndRefusesWhatMakesNoSense()
    {
        open.CopyTo(trader.Data);
        var file = Path.Combine(trader.Data, "tax.csv");
        async Task<Outcome> Ask(params string[] more) => await Trader.RunAsync(["export", "tax", "--data", trader.Data, .. more]);

        var fifo = await Ask("--year", "2025", "--json");
        var hifo = await Ask("--year", "2025", "--method", "hifo", "--out", file);
        var again = await Ask("--year", "2025", "--method", "hifo", "--out", file);
        var none = await Ask();
        var odd = await Ask("--year", "25", "--method", "avg", "--assignments", "x");

        fifo.ExitCode.ShouldBe(0, fifo.Error);
        fifo.Json.GetProperty("totals").GetProperty("gain").GetDecimal().ShouldBe(fifo.Json.GetProperty("bookedProfit").GetDecimal());
        hifo.ExitCode.ShouldBe(0, hifo.Error);
        (await File.ReadAllLinesAsync(file)).Length.ShouldBeGreaterThanOrEqualTo(1);
        again.ExitCode.ShouldBe(2);
        again.Error.ShouldContain("exists already");
        none.ErrorLines.ShouldHaveSingleItem().ShouldContain("--year is missing");
        odd.ErrorLines.Count.ShouldBe(3);
        (await Trader.RunAsync("export", "lots", "--year", "2025", "--data", trader.Data)).ErrorLines.ShouldHaveSingleItem().ShouldContain("belongs to 'export tax'");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Verbs_StoreOfANewerProgram_EndWithOneLineAndTouchNothing()
    {
        open.CopyTo(trader.Data);
        Ask(StorePath, "PRAGMA user_version = 99");
        var before = await File.ReadAllBytesAsync(StorePath);

        foreach (var verb in (string[])["run --cycles 1 --seed 2 --json", "train --seed 2", "positions", "orders", "explain BTC", "export trades", "predict", "flows", "backup", "halt", "resume", $"restore {StorePath}"])
        {
            var outcome = await Trader.RunAsync([.. verb.Split(' '), "--data", trader.Data]);
            outcome.ExitCode.ShouldBe(1, verb);
            outcome.ErrorLines.ShouldHaveSingleItem(verb).ShouldContain("has the store version 99; this program knows versions up to 2. Start the newer program", Case.Sensitive, verb);
        }
        (await Trader.RunAsync("doctor", "--data", trader.Data)).Output.ShouldContain("has the store version 99");
        (await File.ReadAllBytesAsync(StorePath)).ShouldBe(before);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Restore_BackupWithAnOpenDealAndOrder_IsHaltedInANewEpoch_AndReconciledBeforeTheFirstTick()
    {
        open.CopyTo(trader.Data);
        trader.File("powertrader.json", """{ "coins": ["BTC"], "cash": 5000 }""");
        var file = Path.Combine(trader.Data, "copy.db");
        (await Trader.RunAsync("backup", file, "--data", trader.Data)).ExitCode.ShouldBe(0);
        var later = await PlayedTrader.PlayAsync(StorePath, (system, _) => system.Work.Ticks.Count >= open.Cycle + More);
        trader.File("powertrader.json", """{ "coins": ["BTC"] }""");

        var restore = await Trader.RunAsync("restore", file, "--data", trader.Data);

        restore.ExitCode.ShouldBe(0, restore.Error);
        (await File.ReadAllTextAsync(Path.Combine(trader.Data, "powertrader.json.restored"))).ShouldContain("5000");
        (await File.ReadAllTextAsync(Path.Combine(trader.Data, "powertrader.json"))).ShouldNotContain("5000");
        using var system = PlayedTrader.Open(StorePath);
        await PlayedTrader.PrepareAsync(system);
        var head = (await system.BookAsync(default)).Head;
        head.Halt.ShouldBe(HaltState.Halted);
        head.Epoch.ShouldNotBe(await EpochAsync(open.CopyTo(other.Data)));
        head.LastReconciledAt.ShouldBe(system.Clock.Now);
        (await system.BookAsync(default)).Symbols.ShouldContain(symbol => symbol.Deal != null && symbol.Deal.HasPosition);
        await system.Runtime.RunAsync(() => system.Work.Ticks.Count >= open.Cycle + More, default);
        var report = await RunReport.OfAsync(system, default);
        (await system.BookAsync(default)).OpenOrders.ShouldBeEmpty();
        report.Orders.ShouldBe(head.OrderCount);
        later.Orders.ShouldBeGreaterThan(report.Orders);
    }

    [Fact]
    public async Task Restore_SettingsThatAreGone_ComeBack()
    {
        open.CopyTo(trader.Data);
        var settings = trader.File("powertrader.json", """{ "coins": ["BTC"], "cash": 5000 }""");
        var file = Path.Combine(other.Data, "copy.db");
        (await Trader.RunAsync("backup", file, "--data", trader.Data)).ExitCode.ShouldBe(0);
        File.Delete(settings);

        (await Trader.RunAsync("restore", file, "--data", trader.Data)).Output.ShouldContain($"are back in {settings}");

        (await File.ReadAllTextAsync(settings)).ShouldContain("5000");
    }

    [Fact]
    public async Task Restore_CurrentStoreIsDamaged_BringsTheBackup_AndKeepsTheDamagedFile()
    {
        open.CopyTo(trader.Data);
        var file = Path.Combine(trader.Data, "copy.db");
        (await Trader.RunAsync("backup", file, "--data", trader.Data)).ExitCode.ShouldBe(0);
        var damaged = await DamageAsync(StorePath);

        var run = await Trader.RunAsync("run", "--cycles", "1", "--seed", "2", "--json", "--data", trader.Data);
        var positions = await Trader.RunAsync("positions", "--data", trader.Data);
        (await File.ReadAllBytesAsync(StorePath)).ShouldBe(damaged);
        var restore = await Trader.RunAsync("restore", file, "--data", trader.Data);

        foreach (var outcome in (Outcome[])[run, positions])
        {
            outcome.ExitCode.ShouldBe(1);
            outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain($"{StorePath} is damaged");
            outcome.Error.ShouldContain("Restore a backup");
        }
        restore.ExitCode.ShouldBe(0, restore.Error);
        (await File.ReadAllBytesAsync(StorePath + ".replaced"))[100..].ShouldBe(damaged[100..]);
        Directory.GetFiles(trader.Data, ".restoring*").ShouldBeEmpty();
        (await EpochAsync(StorePath)).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Restore_BackupIsDamaged_ChangesNothingAndLeavesNothingBehind()
    {
        open.CopyTo(trader.Data);
        var file = Path.Combine(other.Data, "copy.db");
        File.Copy(StorePath, file);
        await DamageAsync(file);
        var before = await File.ReadAllBytesAsync(StorePath);

        var restore = await Trader.RunAsync("restore", file, "--data", trader.Data);

        restore.ExitCode.ShouldBe(1);
        restore.ErrorLines.ShouldHaveSingleItem().ShouldContain(file);
        (await File.ReadAllBytesAsync(StorePath)).ShouldBe(before);
        Directory.GetFiles(trader.Data, ".restoring*").ShouldBeEmpty();
    }

    private static async Task<byte[]> DamageAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, 8192);
        await File.WriteAllBytesAsync(path, bytes);
        return bytes;
    }

    private static async Task<string> EpochAsync(string path)
    {
        using var store = SqliteStore.Open(path);
        return (await new PortfolioStore(new SqliteTableStore(store)).LoadAsync(TradingSystem.DefaultPortfolio, default))!.Value.Book.Head.Epoch;
    }

    /// <summary>Version 1 kept table names as the code spells them; keys of ASCII were the same.</summary>
    private static void TurnIntoVersionOne(string path)
    {
        var names = typeof(Names).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)
            .Concat(["Usage", "Schedules", "Instruments"]).Where(name => !name.Contains('.', StringComparison.Ordinal));
        foreach (var name in names) Ask(path, "UPDATE rows SET tbl = $1 WHERE tbl = lower($1)", name);
        Ask(path, "PRAGMA user_version = 1");
    }

    private static long Version(string path) => (long)Ask(path, "PRAGMA user_version")!;

    private static object? Ask(string path, string sql, string? parameter = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        if (parameter is not null) command.Parameters.AddWithValue("$1", parameter);
        return command.ExecuteScalar();
    }
}
