using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Compliance.Execution;

/// <summary>A broker and the venue behind it, as the numbered cases need them. Everything runs on <see cref="Time"/>.</summary>
/// <remarks>
/// The account begins with 10,000 of the quote coin and nothing else; the pair has tick 0.01 and lot 0.0001, and an order of 0.005 at 100 is too small. A venue
/// behind a wire hands out its <see cref="SimulatedVenue"/>, and asks <see cref="Faults"/> at each request. Where a client waits between its attempts, its
/// clock must go on by itself: a <see cref="JumpingTimeProvider"/>.
/// </remarks>
public abstract class ExecutionScene : IDisposable
{
    public abstract MovableTimeProvider Time { get; }

    public abstract IBroker Broker { get; }

    public virtual Symbol Symbol { get; } = Symbol.Parse("BTC-USDT");

    /// <summary>What goes wrong with requests.</summary>
    public abstract VenueFaults Faults { get; }

    /// <summary>Null where the venue is no simulated one: it has no delays, refusals at will, fees in coins, or other clients.</summary>
    public virtual SimulatedVenue? Venue => null;

    /// <summary>What an order is in the end that the venue took and rejected afterwards.</summary>
    public virtual OrderState RejectedAfterwards => OrderState.Rejected;

    /// <summary>Shows a new quote, a second after the last.</summary>
    public virtual void Show(decimal bid, decimal ask, decimal size = 1000)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        Venue!.Show(Symbol, new SimulatedQuote(bid, size, ask, size));
    }

    /// <summary>Pays in, or takes out, as the account's owner.</summary>
    public virtual Task MoveAsync(string coin, decimal amount)
    {
        Venue!.MoveOutside(coin, amount);
        return Task.CompletedTask;
    }

    /// <summary>From now on the venue takes this of the pair.</summary>
    public virtual void SetTrading(PairTrading trading) => Venue!.SetPair(Venue.Pairs.Single(pair => pair.Symbol == Symbol) with { Trading = trading });

    /// <summary>The process ends, and a new one begins: its client remembers nothing.</summary>
    public virtual void Restart()
    {
    }

    /// <summary>A process that had everything ready stands still before the request is signed, while others go on; then it sends it.</summary>
    public virtual async Task<PlaceResult> PlaceLateAsync(PlaceRequest request, Func<Task> meanwhile)
    {
        await meanwhile();
        return await Broker.PlaceAsync(request, default);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
