using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>A broker whose venue tells of its changes unasked, as a case has it tell them.</summary>
/// <param name="tells">Given each change, and whom to tell.</param>
internal sealed class TellingBroker(SimulatedVenue venue, IBroker inner, Action<VenueChange, Action<AccountHint>> tells) : ForwardingBroker(inner), IAccountFeedSource
{
    public IAccountFeed CreateFeed() => new Feed(venue, tells);

    private sealed class Feed(SimulatedVenue venue, Action<VenueChange, Action<AccountHint>> tells) : IAccountFeed
    {
        private Action<VenueChange>? hearing;

        public FeedState State => new(hearing is not null, "not begun");

        public void Start(Action<AccountHint> hear)
        {
            hearing = change => tells(change, hear);
            venue.Changed += hearing;
        }

        public ValueTask DisposeAsync()
        {
            venue.Changed -= hearing;
            return ValueTask.CompletedTask;
        }
    }
}
