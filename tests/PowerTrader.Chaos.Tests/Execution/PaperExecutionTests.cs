using PowerTrader.Adapters.Paper;
using PowerTrader.Compliance.Execution;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

public sealed class PaperExecutionTests : ExecutionCases
{
    private const string OneClient = "nobody but this program has orders there";
    private const string CashFees = "fees are taken from cash alone";

    public override string BrokerName => "paper";

    public override IReadOnlyDictionary<int, string> Impossible { get; } = new Dictionary<int, string>
    {
        [19] = "a look-up that finds nothing is proof at once",
        [20] = "a request arrives at once or never",
        [22] = "an order is listed from its acceptance on",
        [31] = "nobody can block the account",
        [32] = "nothing that was accepted is rejected",
        [36] = "every execution has an id",
        [37] = "an order and its executions are stored as one",
        [42] = "a cancel is done when it is answered",
        [43] = "a cancel is done when it is answered",
        [54] = "there is no window in which a request must arrive",
        [55] = OneClient,
        [56] = OneClient,
        [57] = OneClient,
        [63] = CashFees,
        [64] = CashFees,
    };

    protected override ExecutionScene Open() => new Scene();

    private sealed class Scene : ExecutionScene
    {
        private readonly InMemoryTableStore tables = new();
        private readonly FixedMarketData market;
        private PaperBroker paper = null!;

        public Scene()
        {
            market = new FixedMarketData(new Instrument(Symbol, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100_000), new Money(1), EnableTrading: true));
            Restart();
        }

        public override MovableTimeProvider Time { get; } = new ManualTimeProvider(WireScene.Start);

        public override IBroker Broker => new FaultyBroker(paper, Faults);

        public override VenueFaults Faults { get; } = new();

        public override void Show(decimal bid, decimal ask, decimal size = 1000)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            var now = Time.GetUtcNow();
            market.Quote = new Quote(Symbol, new Price(bid), new Quantity(size), new Price(ask), new Quantity(size), new Price(bid), now, now);
        }

        public override async Task MoveAsync(string coin, decimal amount) =>
            (await paper.MoveAsync(amount, coin == Symbol.Quote ? null : coin, null, default)).ShouldBeNull();

        public override void SetTrading(PairTrading trading) =>
            market.Instrument = market.Instrument with { EnableTrading = trading is PairTrading.Open or PairTrading.SellOnly, IsSellOnly = trading == PairTrading.SellOnly };

        public override void Restart() => paper = new PaperBroker(tables, "local|main", market, Time, new PaperOptions(10_000));
    }
}
