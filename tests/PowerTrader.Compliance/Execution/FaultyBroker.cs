using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Compliance.Execution;

/// <summary>Puts a plan of faults between the work and a broker that has no wire of its own.</summary>
public sealed class FaultyBroker(IBroker inner, VenueFaults faults) : ForwardingBroker(inner)
{
    public override async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        var fault = faults.Next(VenueCall.Place);
        // Who is not let in has placed nothing.
        if (fault == VenueFault.Unauthorized401UnderThrottling) return new PlaceResult.Rejected(new VenueError("401", fault.ToString()));
        if (fault != VenueFault.None && !IsDone(fault)) return new PlaceResult.Unknown(fault.ToString());
        var answer = await Inner.PlaceAsync(request, cancellationToken);
        return fault == VenueFault.None ? answer : new PlaceResult.Unknown(fault.ToString());
    }

    public override async Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken)
    {
        var fault = faults.Next(VenueCall.Cancel);
        if (fault != VenueFault.None && !IsDone(fault)) throw new TransientException($"cancel: {fault}");
        var answer = await Inner.CancelAsync(order, cancellationToken);
        return fault == VenueFault.None ? answer : throw new AmbiguousException($"cancel: {fault}");
    }

    public override Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => Read(VenueCall.Quote, () => Inner.GetQuoteAsync(symbol, cancellationToken));

    public override Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) => Read(VenueCall.FindOrder, () => Inner.FindAsync(order, cancellationToken));

    public override Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
        Read(VenueCall.OrderFills, () => Inner.GetFillsAsync(order, cancellationToken));

    private Task<T> Read<T>(VenueCall call, Func<Task<T>> read) =>
        faults.Next(call) is var fault && fault != VenueFault.None ? throw new TransientException($"{call}: {fault}") : read();

    private static bool IsDone(VenueFault fault) =>
        fault is VenueFault.AfterAcceptance or VenueFault.GarbledReply or VenueFault.LateReply or VenueFault.ServerError5xxAfter;
}
