using System.Diagnostics;
using System.Globalization;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Core;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Bench;

/// <summary>A trade cycle that orders: started, predicted, risked, committed and sent, on the embedded stores; against its activities without a journal.</summary>
internal static class CycleBench
{
    public const string Name = "cycle";

    private const int Cycles = 200;
    private const int Warmup = 20;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var folder = new BenchFolder();
        using var store = folder.OpenStore();
        var world = await BenchWorld.OpenAsync(store, 2 * (Cycles + Warmup), idle: false);
        var runtime = new EmbeddedRuntime(world.Catalogue, world.Ports);
        await runtime.RunUntilAsync(BenchWorld.Start, default);
        var durable = new List<double>();
        var direct = new List<double>();
        for (var i = 0; i < Cycles + Warmup; i++)
        {
            var watch = Stopwatch.StartNew();
            await DurableAsync(world, runtime, 2 * i);
            var first = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            await DirectAsync(world, 2 * i + 1);
            if (i < Warmup) continue;
            durable.Add(first);
            direct.Add(watch.Elapsed.TotalMilliseconds);
        }
        return [Figure.Of(Name, "TradeCycle with one order, durable", "ms", new Sample(durable), "its activities without a journal", new Sample(direct))];
    }

    private static async Task DurableAsync(BenchWorld world, EmbeddedRuntime runtime, int index)
    {
        var key = world.Sessions.Keys[index];
        var id = string.Create(CultureInfo.InvariantCulture, $"{Names.TradeCycle}|{key}|{index}");
        await world.Ports.Workflows.StartAsync(new WorkflowStart(Names.TradeCycle, id, Wire.Write(new TradeCycleInput(key, BenchWorld.Start))), default);
        await runtime.RunUntilAsync(BenchWorld.Start, default);
        var output = (await world.Ports.Workflows.GetAsync(id, default))?.Output;
        if (output != "1 ordered") throw new InvalidOperationException($"the cycle ended with '{output}', one order was expected");
    }

    private static async Task DirectAsync(BenchWorld world, int index)
    {
        var activities = world.Catalogue.Activities;
        var input = Wire.Write(new TradeCycleInput(world.Sessions.Keys[index], BenchWorld.Start));
        var prediction = await activities[TradeCycleFlow.PredictActivity].Body(input, default);
        await activities[TradeCycleFlow.CommitActivity].Body(prediction, default);
        await activities[TradeCycleFlow.SendActivity].Body(input, default);
    }
}
