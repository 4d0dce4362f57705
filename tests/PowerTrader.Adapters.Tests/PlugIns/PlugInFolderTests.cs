using PowerTrader.Adapters.PlugIns;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Tests.PlugIns;

/// <summary>What a folder of plug-ins brings, and each way in which one cannot be used: one line that names the file.</summary>
public sealed class PlugInFolderTests : IDisposable
{
    private const string Sample = "PowerTrader.SamplePlugIn";

    private readonly string folder = Directory.CreateTempSubdirectory("powertrader-plugins-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_Sample_RegistersBesideTheProgramsOwn()
    {
        CopySample(folder, Sample);

        var registry = PlugInFolder.Load(folder, ExtensionRegistry.BuiltIn);

        registry.FindStrategy("breakout@1")!.Parameters.Select(parameter => parameter.Name).ShouldBe(["period", "threshold", "share"]);
        registry.Indicators.Find("momentum").ShouldNotBeNull();
        registry.FindStrategy("dca").ShouldBe(ExtensionRegistry.BuiltIn.FindStrategy("dca"));
    }

    [Fact]
    public void Load_FolderOfItsOwnName_IsFoundBelow()
    {
        CopySample(Directory.CreateDirectory(Path.Combine(folder, Sample)).FullName, Sample);

        PlugInFolder.Load(folder, ExtensionRegistry.BuiltIn).FindStrategy("breakout").ShouldNotBeNull();
    }

    [Fact]
    public void Backtest_StrategyOfAPlugIn_TradesByTheLiveRules()
    {
        CopySample(folder, Sample);
        var symbol = Symbol.Parse("BTC-USDT");
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        // Up for ten hours and down for ten, in turn.
        var candles = Enumerable.Range(0, 200).Select(i => (Open: Wave(i), Close: Wave(i + 1))).Select((bar, i) => new Candle(start.AddHours(i), bar.Open, Math.Max(bar.Open, bar.Close), Math.Min(bar.Open, bar.Close), bar.Close, 1)).ToList();

        var run = BacktestEngine.Run(new BacktestRequest([new BacktestSeries(symbol, Timeframe.Hour1, candles)])
        {
            Strategy = "breakout",
            Registry = PlugInFolder.Load(folder, ExtensionRegistry.BuiltIn),
            Parameters = new Dictionary<string, string> { ["period"] = "3", ["threshold"] = "1" },
        });

        run.End.Kind.ShouldBe(RunEndKind.Completed, run.End.Why);
        run.Deals.Count.ShouldBe(10, "each of the ten swings is bought and sold");
        // Half of the coin's budget of 1000, less fee and the way to the limit; the default caps stand.
        run.Deals.ShouldAllBe(deal => deal.Cost > 450 && deal.Cost < 520);

        static decimal Wave(int i) => 100 + (i % 20 < 10 ? i % 20 : 20 - i % 20);
    }

    [Fact]
    public void Load_SameThingTwice_NamesFileAndThing()
    {
        CopySample(folder, Sample);
        CopySample(folder, "Another");

        FaultOf().ShouldBe("plug-in PowerTrader.SamplePlugIn.dll: it failed when it registered: indicator momentum@1 is registered twice: give one of them another name or version (Parameter 'definitions'); ask its author, or take it out of the folder");
    }

    [Fact]
    public void Load_UnknownApiVersion_IsRefused()
    {
        MadePlugIn.Write(Path.Combine(folder, "Newer.dll"), apiVersion: 2);

        FaultOf().ShouldBe("plug-in Newer.dll: it is written for version 2 of the plug-in interface, this program has version 1; build it anew against this one");
    }

    [Fact]
    public void Load_RegisterThrows_IsOneLine()
    {
        MadePlugIn.Write(Path.Combine(folder, "Bad.dll"), PlugInApi.Version, "no\nluck");

        FaultOf().ShouldBe("plug-in Bad.dll: it failed when it registered: no luck; ask its author, or take it out of the folder");
    }

    [Fact]
    public void Load_NoAssembly_IsRefused()
    {
        File.WriteAllText(Path.Combine(folder, "Text.dll"), "not an assembly");

        FaultOf().ShouldStartWith("plug-in Text.dll: it is no assembly");
    }

    [Fact]
    public void Load_AssembliesWithoutPlugIn_AreNoPlugIns()
    {
        File.Copy(typeof(FactAttribute).Assembly.Location, Path.Combine(folder, "Somebodys.dll"));

        FaultOf().ShouldBe($"no assembly in '{folder}' has a public IPlugIn; build one and copy its files there");
    }

    [Fact]
    public void Load_NoFolder_SaysSo() =>
        Should.Throw<PlugInException>(() => PlugInFolder.Load("nowhere", ExtensionRegistry.BuiltIn)).Message.ShouldBe("there is no folder 'nowhere'; name one that holds plug-in assemblies");

    private static void CopySample(string to, string name)
    {
        File.Copy(PowerTrader.Testing.Repository.Built("PowerTrader.Adapters.Tests", Sample, Sample + ".dll"), Path.Combine(to, name + ".dll"));
    }

    private string FaultOf() => Should.Throw<PlugInException>(() => PlugInFolder.Load(folder, ExtensionRegistry.BuiltIn)).Message;
}
