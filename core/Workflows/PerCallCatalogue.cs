namespace PowerTrader.Core.Workflows;

/// <summary>A catalogue whose every activity, message and occurrence gets work of its own, loaded from the store when it begins.</summary>
/// <remarks>For places where several processes share a store and none lives long: nothing that is decided rests on what a process remembers.</remarks>
public static class PerCallCatalogue
{
    /// <param name="catalogue">Empty.</param>
    /// <param name="names">Any work of the kind: tells what there is to run, and runs nothing.</param>
    /// <param name="open">Makes work and loads it.</param>
    public static void Fill(WorkCatalogue catalogue, TraderWork names, Func<CancellationToken, Task<TraderWork>> open, WorkHooks? hooks = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(open);
        var known = Registered(names, hooks);
        // The body of a workflow touches its context alone.
        foreach (var workflow in known.Workflows.Values) catalogue.Workflow(workflow.Name, workflow.Phase, workflow.Body);
        foreach (var name in known.Activities.Keys)
            catalogue.Activity(name, async (input, token) => await (await OpenAsync(open, hooks, token)).Activities[name].Body(input, token));
        foreach (var (name, queue) in known.Queues)
            catalogue.Queue(name, queue.Phase, async (message, token) => await (await OpenAsync(open, hooks, token)).Queues[name].Handler(message, token));
        foreach (var schedule in known.Schedules)
        {
            catalogue.Schedule(schedule.Name, schedule.Cron, schedule.Phase, async (due, token) =>
                await (await OpenAsync(open, hooks, token)).Schedules.First(own => own.Name == schedule.Name).Body(due, token));
        }
    }

    private static async Task<WorkCatalogue> OpenAsync(Func<CancellationToken, Task<TraderWork>> open, WorkHooks? hooks, CancellationToken cancellationToken) =>
        Registered(await open(cancellationToken), hooks);

    private static WorkCatalogue Registered(TraderWork work, WorkHooks? hooks)
    {
        var catalogue = new WorkCatalogue();
        work.Register(catalogue, hooks);
        return catalogue;
    }
}
