using System.Globalization;
using Microsoft.Data.Sqlite;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Workflows;

/// <summary>Reads instances and journals of a store, with or without a runtime over it.</summary>
public sealed class SqliteWorkflowHistory(SqliteStore store) : IWorkflowHistory
{
    private const int MaxPageSize = 1000;

    public Task<WorkflowPage> ListAsync(WorkflowQuery query, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(query);
        if (query.PageSize is < 1 or > MaxPageSize) throw new ArgumentException($"a page has 1 to {MaxPageSize} instances, not {query.PageSize}", nameof(query));
        var (created, id) = continuation is null ? (null, null) : After(continuation);
        var found = store.Read(s =>
        {
            using var reader = s.Statement(WorkflowSql.List).Query(
                query.Status is { } status ? (int)status : null, query.Name, query.IdPrefix, created, id, query.PageSize + 1);
            var instances = new List<WorkflowInstance>();
            while (reader.Read()) instances.Add(InstanceOf(reader, reader.GetString(6)));
            return instances;
        });
        if (found.Count <= query.PageSize) return Task.FromResult(new WorkflowPage(found, null));
        found.RemoveAt(query.PageSize);
        return Task.FromResult(new WorkflowPage(found, string.Create(CultureInfo.InvariantCulture, $"{found[^1].CreatedAt.UtcTicks}:{found[^1].InstanceId}")));
    }

    public Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(store, instanceId));
    }

    public Task<IReadOnlyList<WorkflowEvent>> EventsAsync(string instanceId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (instance, steps) = store.Read(s => (Find(s, instanceId), SqliteWorkflowEngine.ReadJournal(s, instanceId)));
        if (instance is null) return Task.FromResult<IReadOnlyList<WorkflowEvent>>([]);
        var story = new WorkflowStory(instance);
        foreach (var text in steps)
        {
            foreach (var entry in JournalStep.Read(instanceId, text)) story.Add(entry);
        }
        return Task.FromResult(story.End());
    }

    internal static WorkflowInstance? Find(SqliteStore store, string instanceId) => store.Read(s =>
    {
        using var reader = s.Statement(WorkflowSql.Get).Query(instanceId);
        return reader.Read() ? InstanceOf(reader, instanceId) : null;
    });

    private static WorkflowInstance InstanceOf(SqliteDataReader reader, string id) => new(
        reader.GetString(0), id, (WorkflowStatus)reader.GetInt32(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
        new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero), new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero));

    private static (long? Created, string? Id) After(string continuation)
    {
        var colon = continuation.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(continuation.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var created)
            ? (created, continuation[(colon + 1)..])
            : throw new ArgumentException($"'{continuation}' continues no list", nameof(continuation));
    }
}
