using PowerTrader.Adapters.Robinhood;
using PowerTrader.Adapters.Secrets;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>The broker by its name in the registry.</summary>
public class RobinhoodDefinitionTests
{
    private readonly ManualTimeProvider time = new(TestInstants.Start);
    private readonly Secrets secrets = new();

    [Fact]
    public void Definition_InTheRegistry_MovesRealMoneyByVersion2()
    {
        var known = ExtensionRegistry.BuiltIn.With(registry => registry.Add(RobinhoodDefinition.Definition)).FindBroker("robinhood")!;

        known.IsPaper.ShouldBeFalse();
        ParameterSet.Read("robinhood@1", known.Parameters, new Dictionary<string, string>()).Whole("version").ShouldBe(2);
        Should.Throw<ParameterException>(() => ParameterSet.Read("robinhood@1", known.Parameters, new Dictionary<string, string> { ["version"] = "3" })).Message.ShouldContain("2, 1");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://trading.robinhood.com")]
    [InlineData("https://trading.robinhood.com.evil.example")]
    [InlineData("somewhere")]
    public void Create_ForAnotherMachine_IsRefused(string address) =>
        Should.Throw<ParameterException>(() => Create(new Dictionary<string, string> { ["address"] = address })).Message.ShouldContain(address);

    [Fact]
    public async Task Create_WithoutKeys_SaysSoAtTheFirstQuestion()
    {
        var broker = Create([]);

        broker.Traits.ShouldBe(new BrokerTraits("robinhood", false, TimeSpan.FromSeconds(90)));
        (await Should.ThrowAsync<VenueAccessException>(() => broker.GetAccountAsync(default))).Access.ShouldBe(VenueAccess.Key);
    }

    [Fact]
    public async Task KeySource_OfAChangedKey_GivesItAfterSomeMinutes()
    {
        var source = new RobinhoodKeySource(secrets, time);
        (await source.GetAsync(default)).ShouldBeNull();
        secrets.Values[RobinhoodDefinition.ApiKeySecret] = RobinhoodSeat.ApiKey;
        secrets.Values[RobinhoodDefinition.PrivateKeySecret] = RobinhoodSeat.Seed;
        (await source.GetAsync(default))!.PublicKey.ShouldBe(RobinhoodSeat.PublicKey);
        secrets.Values[RobinhoodDefinition.PrivateKeySecret] = Ed25519Keys.NewSeed().Reveal();

        (await source.GetAsync(default))!.PublicKey.ShouldBe(RobinhoodSeat.PublicKey);
        time.Advance(TimeSpan.FromMinutes(6));

        (await source.GetAsync(default))!.PublicKey.ShouldNotBe(RobinhoodSeat.PublicKey);
    }

    [Fact]
    public async Task KeySource_OfWhatIsNoKey_SaysWhichFormItHas()
    {
        secrets.Values[RobinhoodDefinition.ApiKeySecret] = RobinhoodSeat.ApiKey;
        secrets.Values[RobinhoodDefinition.PrivateKeySecret] = "something else";

        (await Should.ThrowAsync<FormatException>(() => new RobinhoodKeySource(secrets, time).GetAsync(default))).Message.ShouldContain("base64 of 32 bytes");
    }

    private IBroker Create(Dictionary<string, string> parameters) => RobinhoodDefinition.Definition.Create(new BrokerSeat(
        new PortfolioKey("tenant", "main"), ParameterSet.Read("robinhood@1", RobinhoodDefinition.Definition.Parameters, parameters), new InMemoryTableStore(),
        new FixedMarketData(Instrument.Unrestricted(RobinhoodSeat.Btc)), time, new CostRules(), Money.Zero)
    { Secrets = secrets });

    private sealed class Secrets : ISecretStore
    {
        public Dictionary<string, string> Values { get; } = [];

        public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Values.GetValueOrDefault(name));

        public Task SetAsync(string name, string value, CancellationToken cancellationToken)
        {
            Values[name] = value;
            return Task.CompletedTask;
        }

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Values.Remove(name));
    }
}
