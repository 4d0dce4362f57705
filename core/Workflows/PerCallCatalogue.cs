namespace PowerTrader.Core.Workflows;

/// <summary>A catalogue whose every activity, message and occurrence gets work of its own, loaded from the store when it begins.</summary>
/// <remarks>For places where several processes share a store and none lives long: nothing that is decided rests on what a process remembers.</remarks>
public static class PerCallCatalogue
{
    /// <param name="catalogue">Empty.</param>
    /// <param name="names">Any work of the kind: tells what there is to run, and runs nothing.</param>
    /// <param name="open">Makes work and loads it.</param>
    /// <param name="kept">Schedules whose work the process keeps and loads again at each occurrence: what is not loaded so must not need to be fresh.</param>
    /// <param name="openKept">Makes such work.</param>
    public static void Fill(
        WorkCatalogue catalogue, TraderWork names, Func<CancellationToken, Task<TraderWork>> open, WorkHooks? hooks = null, IReadOnlySet<string>? kept = null,
        Func<CancellationToken, Task<TraderWork>>? openKept = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(open);
        async Task<WorkCatalogue> OpenAsync(CancellationToken token) => Registered(await open(token), hooks);
        var known = Registered(names, hooks);
        // The body of a workflow touches its context alone.
        foreach (var workflow in known.Workflows.Values) catalogue.Workflow(workflow.Name, workflow.Phase, workflow.Body);
        foreach (var name in known.Activities.Keys)
            catalogue.Activity(name, async (input, token) => await (await OpenAsync(token)).Activities[name].Body(input, token));
        foreach (var (name, queue) in known.Queues)
            catalogue.Queue(name, queue.Phase, async (message, token) => await (await OpenAsync(token)).Queues[name].Handler(message, token));
        foreach (var schedule in known.Schedules)
        {
            Func<CancellationToken, Task<WorkCatalogue>> work = kept?.Contains(schedule.Name) == true ? Keep(openKept ?? open, hooks) : OpenAsync;
            catalogue.Schedule(schedule.Name, schedule.Cron, schedule.Phase, async (due, token) => await (await work(token)).Schedules.First(own => own.Name == schedule.Name).Body(due, token));
        }
    }

    /// <summary>Made at the first occurrence, loaded again at each later one. Occurrences of one schedule never overlap.</summary>
    private static Func<CancellationToken, Task<WorkCatalogue>> Keep(Func<CancellationToken, Task<TraderWork>> open, WorkHooks? hooks)
    {
        TraderWork? work = null;
        WorkCatalogue? registered = null;
        return async token =>
        {
            if (work is not null)
            {
                await work.LoadAsync(token);
                return registered!;
            }
            var opened = await open(token);
            registered = Registered(opened, hooks);
            work = opened;
            return registered;
        };
    }

    private static WorkCatalogue Registered(TraderWork work, WorkHooks? hooks)
    {
        var catalogue = new WorkCatalogue();
        work.Register(catalogue, hooks);
        return catalogue;
    }
}
