using PowerTrader.Adapters.Paper;
using PowerTrader.Compliance.Execution;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

public sealed class PaperExecutionTests : ExecutionCases
{
    protected override ExecutionScene Open() => new Scene();

    private sealed class Scene : ExecutionScene
    {
        private readonly FixedMarketData market;
        private readonly PaperBroker paper;

        public Scene()
        {
            market = new FixedMarketData(new Instrument(Symbol, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100_000), new Money(1), EnableTrading: true));
            paper = new PaperBroker(new InMemoryTableStore(), "local|main", market, Time, new PaperOptions(10_000));
            Broker = new FaultyBroker(paper, Faults);
        }

        public override ManualTimeProvider Time { get; } = new(new DateTimeOffset(2025, 1, 1, 12, 0, 0, TimeSpan.Zero));

        public override IBroker Broker { get; }

        public override VenueFaults Faults { get; } = new();

        public override void Show(decimal bid, decimal ask, decimal size = 1000)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            var now = Time.GetUtcNow();
            market.Quote = new Quote(Symbol, new Price(bid), new Quantity(size), new Price(ask), new Quantity(size), new Price(bid), now, now);
        }

        public override async Task MoveAsync(string coin, decimal amount) =>
            (await paper.MoveAsync(amount, coin == Symbol.Quote ? null : coin, null, default)).ShouldBeNull();
    }
}
