using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Orders;

namespace PowerTrader.Host.Running;

/// <summary>What a run ends with. Counts of requests, messages, workflow instances and commits are those that this process really made.</summary>
internal sealed record RunReport(
    string Market, DateTimeOffset Time, long Cycles, long Forecasts, int Orders, int Fills, int PartialFills, int DcaSteps, int TrailingExits,
    decimal Fees, decimal AccountValue, decimal Cash, decimal RealisedProfit, decimal UnrealisedProfit, decimal LockedCapital, int ClosedDeals, int WonDeals,
    int RefusedSteps, string TradesHash, string AuditHash, long Requests, long Messages, long WorkflowInstances, long Commits)
{
    public static async Task<RunReport> OfAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        var store = system.Sessions.Store;
        var key = TradingSystem.DefaultPortfolio;
        var fills = new List<Fill>();
        await foreach (var fill in store.ReadAsync<Fill>(key, "fill", cancellationToken)) fills.Add(fill);
        fills.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        var status = await system.Operations.GetStatusAsync(cancellationToken);
        var head = (await system.BookAsync(cancellationToken)).Head;
        var byOrder = fills.GroupBy(fill => fill.OrderId).ToList();
        var counters = system.Runtime.Counters;
        return new RunReport(
            status.Market, status.Time, status.Cycles, status.Forecasts, status.Orders, status.Fills,
            byOrder.Count(order => order.Count() > 1), byOrder.Count(order => order.First().Leg.IsDca), byOrder.Count(order => order.First().Leg == Leg.Exit),
            head.Fees.Amount, status.Equity, head.Cash.Amount, head.Realised.Amount, status.UnrealisedProfit, status.LockedCapital, status.ClosedDeals, status.WonDeals,
            status.RefusedSteps, Core.Orders.TradesHash.Of(fills), head.LastAuditHash, system.Market.Requests, counters.MessagesHandled, counters.WorkflowsStarted, counters.Commits);
    }

    public string ToJson() => JsonSerializer.Serialize(this, HostJson.Default.RunReport);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(DealRow))]
[JsonSerializable(typeof(OrderRow))]
[JsonSerializable(typeof(FlowList))]
[JsonSerializable(typeof(FlowDetail))]
internal sealed partial class HostJson : JsonSerializerContext;
