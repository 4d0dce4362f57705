namespace PowerTrader.Core.Workflows;

/// <summary>A catalogue whose every activity, message and occurrence gets work of its own, loaded from the store when it begins.</summary>
/// <remarks>For places where several processes share a store and none lives long: nothing that is decided rests on what a process remembers.</remarks>
public static class PerCallCatalogue
{
    /// <param name="catalogue">Empty.</param>
    /// <param name="create">Makes the work; cheap, since nothing is read before <see cref="TraderWork.LoadAsync"/>.</param>
    public static void Fill(WorkCatalogue catalogue, Func<TraderWork> create, WorkHooks? hooks = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(create);
        var names = Registered(create(), hooks);
        // The body of a workflow touches its context alone.
        foreach (var workflow in names.Workflows.Values) catalogue.Workflow(workflow.Name, workflow.Phase, workflow.Body);
        foreach (var name in names.Activities.Keys)
            catalogue.Activity(name, async (input, token) => await (await OpenAsync(create, hooks, token)).Activities[name].Body(input, token));
        foreach (var (name, queue) in names.Queues)
            catalogue.Queue(name, queue.Phase, async (message, token) => await (await OpenAsync(create, hooks, token)).Queues[name].Handler(message, token));
        foreach (var schedule in names.Schedules)
        {
            catalogue.Schedule(schedule.Name, schedule.Cron, schedule.Phase, async (due, token) =>
                await (await OpenAsync(create, hooks, token)).Schedules.First(own => own.Name == schedule.Name).Body(due, token));
        }
    }

    private static async Task<WorkCatalogue> OpenAsync(Func<TraderWork> create, WorkHooks? hooks, CancellationToken cancellationToken)
    {
        var work = create();
        await work.LoadAsync(cancellationToken);
        return Registered(work, hooks);
    }

    private static WorkCatalogue Registered(TraderWork work, WorkHooks? hooks)
    {
        var catalogue = new WorkCatalogue();
        work.Register(catalogue, hooks);
        return catalogue;
    }
}
