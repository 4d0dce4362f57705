using System.Text.RegularExpressions;
using PowerTrader.Core;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Mutants;

/// <summary>The request goes out before the order is saved as being sent.</summary>
internal sealed class SendsBeforeSaving : Mutant
{
    public override IBroker Over(IBroker inner) => new Broker(inner);

    public override void Register(TraderWork work, WorkCatalogue catalogue, WorkHooks hooks)
    {
        var sound = new WorkCatalogue();
        work.Register(sound, hooks);
        foreach (var each in sound.Workflows.Values) catalogue.Workflow(each.Name, each.Phase, each.Body);
        foreach (var each in sound.Activities.Values) catalogue.Activity(each.Name, each.Body);
        foreach (var each in sound.Schedules) catalogue.Schedule(each.Name, each.Cron, each.Phase, each.Body);
        foreach (var each in sound.Queues.Values)
        {
            catalogue.Queue(each.Name, each.Phase, each.Name != Names.OrdersQueue ? each.Handler : async (message, token) =>
            {
                await SendAsync(work, Wire.Read<PlaceOrderMessage>(message.Body), token);
                return await each.Handler(message, token);
            });
        }
    }

    private static async Task SendAsync(TraderWork work, PlaceOrderMessage message, CancellationToken token)
    {
        var book = await work.Sessions.GetAsync(message.Portfolio, token);
        if (book.FindOpenOrder(message.OrderId) is not { State: OrderState.Created } order) return;
        var broker = (Broker)work.Brokers.For(book.Head);
        await broker.SendAsync(new PlaceRequest(order.Id, order.Symbol, order.Side, order.Quantity, order.Limit), token);
    }

    private sealed class Broker(IBroker inner) : ForwardingBroker(inner)
    {
        /// <summary>What this process was answered; it dies with it.</summary>
        private readonly Dictionary<ClientOrderId, PlaceResult> known = [];

        public async Task SendAsync(PlaceRequest request, CancellationToken cancellationToken) => known[request.ClientOrderId] = await Inner.PlaceAsync(request, cancellationToken);

        public override Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) =>
            known.TryGetValue(request.ClientOrderId, out var answer) ? Task.FromResult(answer) : Inner.PlaceAsync(request, cancellationToken);
    }
}

/// <summary>Orders are stored without what they reserve.</summary>
internal sealed partial class SkippedReservations : Mutant
{
    public override ITableStore Over(ITableStore inner) => inner is ITableChanges changes ? new Tables(inner, changes) : inner;

    [GeneratedRegex("\"reserved\":[^,}]+")]
    private static partial Regex Reserved();

    private sealed class Tables(ITableStore inner, ITableChanges changes) : ITableStore, ITableChanges
    {
        public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken) => inner.GetAsync(table, partition, row, cancellationToken);

        public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) => inner.QueryAsync(query, continuation, cancellationToken);

        public Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
            inner.WriteAsync(table, partition, table == Names.Portfolios ? [.. operations.Select(Without)] : operations, cancellationToken);

        public void LookForForeignCommits() => changes.LookForForeignCommits();

        public long CountOf(string table, string partition) => changes.CountOf(table, partition);

        private static TableOperation Without(TableOperation operation) => operation switch
        {
            TableOperation.Replace replace when replace.RowKey == "head" => new TableOperation.Replace(Without(TableRules.RowOf(replace)!), replace.IfMatch),
            TableOperation.Upsert upsert when upsert.RowKey.StartsWith("order|", StringComparison.Ordinal) => new TableOperation.Upsert(Without(TableRules.RowOf(upsert)!)),
            _ => operation,
        };

        private static TableRow Without(TableRow row) => TableRow.OfJson(row.Partition, row.Row, Reserved().Replace(row.Json, "\"reserved\":0"));
    }
}
