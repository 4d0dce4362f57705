using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Mutants;

/// <summary>Each request has an id that was drawn: what was sent cannot be found again.</summary>
internal sealed class DrawnIds : Mutant
{
    private readonly Random random = new(7);

    public override IBroker Over(IBroker inner) => new Broker(this, inner);

    private ClientOrderId Draw()
    {
        lock (random) return new ClientOrderId(new Guid(random.Next(), 1, 2, [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    private sealed class Broker(DrawnIds owner, IBroker inner) : ForwardingBroker(inner)
    {
        public override Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) =>
            Inner.PlaceAsync(request with { ClientOrderId = owner.Draw() }, cancellationToken);
    }
}

/// <summary>What nobody knows is taken for a refusal.</summary>
internal sealed class GuessedOutcomes : Mutant
{
    public override IBroker Over(IBroker inner) => new Broker(inner);

    private sealed class Broker(IBroker inner) : ForwardingBroker(inner)
    {
        public override async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
        {
            try
            {
                var answer = await Inner.PlaceAsync(request, cancellationToken);
                return answer is PlaceResult.Unknown unknown ? new PlaceResult.Rejected(new VenueError("guessed", unknown.Cause)) : answer;
            }
            catch (Exception fault) when (fault is TransientException or AmbiguousException)
            {
                return new PlaceResult.Rejected(new VenueError("guessed", fault.Message));
            }
        }
    }
}

/// <summary>A placement without an answer is sent again.</summary>
internal sealed class RetriedPlacements : Mutant
{
    public override IBroker Over(IBroker inner) => new Broker(inner);

    private sealed class Broker(IBroker inner) : ForwardingBroker(inner)
    {
        public override async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
        {
            try
            {
                if (await Inner.PlaceAsync(request, cancellationToken) is not PlaceResult.Unknown and var answer) return answer;
            }
            catch (Exception fault) when (fault is TransientException or AmbiguousException)
            {
                // As a retry pipeline over everything does.
            }
            return await Inner.PlaceAsync(request, cancellationToken);
        }
    }
}

/// <summary>The first look-up that finds nothing is believed, however short after the request.</summary>
internal sealed class HastyLookUps : Mutant
{
    public override IBroker Over(IBroker inner) => new Broker(inner);

    private sealed class Broker(IBroker inner) : ForwardingBroker(inner)
    {
        public override BrokerTraits Traits => Inner.Traits with { ConclusiveAfter = TimeSpan.FromTicks(1) };
    }
}
