using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>Once a day: learns anew what was repaired behind its models' back, saves every model as far as it has learned, and forgets workflow instances that ended days ago.</summary>
public sealed class TrainFlow(ForecastDesk desk, IWorkflowEngine engine, IReadOnlyList<Symbol> symbols)
{
    public const string CheckpointActivity = "CheckpointModels";
    public const string PurgeActivity = "PurgeWorkflows";

    private static readonly TimeSpan Keep = TimeSpan.FromDays(3);

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue
            .Workflow(Names.TrainModels, WorkPhase.Train, TrainAsync)
            .Activity(CheckpointActivity, CheckpointAsync)
            .Activity(PurgeActivity, PurgeAsync);
    }

    public async Task StartAsync(TrainInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var id = $"{Names.TrainModels}|{input.Market}|{input.ScheduledFor.ToUnixTimeSeconds()}";
        await engine.StartAsync(new WorkflowStart(Names.TrainModels, id, Wire.Write(input)), cancellationToken);
    }

    private static async Task<string> TrainAsync(IWorkflowContext context)
    {
        await context.CallActivityAsync(CheckpointActivity, context.Input, ActivityRetry.Standard);
        return await context.CallActivityAsync(PurgeActivity, context.Input, ActivityRetry.Standard);
    }

    private async Task<string> CheckpointAsync(string input, CancellationToken cancellationToken)
    {
        var until = Timeframe.Hour1.OpenOf(Wire.Read<TrainInput>(input).ScheduledFor);
        // A process that has not forecast itself has no models in memory to save.
        foreach (var symbol in symbols) await desk.LearnAsync(symbol, until, cancellationToken);
        await desk.RelearnAndCheckpointAsync(until, cancellationToken);
        return "saved";
    }

    private async Task<string> PurgeAsync(string input, CancellationToken cancellationToken)
    {
        var before = Wire.Read<TrainInput>(input).ScheduledFor - Keep;
        await engine.PurgeAsync(before, cancellationToken);
        return "purged";
    }
}
