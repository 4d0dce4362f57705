using Azure.Core;
using PowerTrader.Adapters.Time;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Cloud.Live;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Hosting;

/// <summary>The app's composition without any service behind it.</summary>
internal static class CloudWorld
{
    /// <summary>Of the fixed market, as its rows have it.</summary>
    public static string Market => new FixedMarketData(Instrument.LikeKuCoin(RecordedDay.Coin, 50_000m)).Market.Value;

    public static CloudTrader Trader(ITableStore? tables = null, ISecretStore? secrets = null, SignalRService? live = null)
    {
        var clock = new SystemTradingClock(TimeProvider.System);
        var nowhere = new Uri("https://nowhere.invalid");
        var options = new CloudOptions(RecordedDay.Settings, nowhere, nowhere, nowhere, "nowhere.invalid", null, null, WorkSchedules.Default);
        var ports = new CloudPorts(tables ?? new InMemoryTableStore(), null!, null!, secrets ?? new Secrets(), new Credential());
        return new CloudTrader(options, ports, new FixedMarketData(Instrument.LikeKuCoin(RecordedDay.Coin, 50_000m)), clock, TimeProvider.System, null, live);
    }

    internal sealed class Secrets(Func<IReadOnlyDictionary<string, string>> known) : ISecretStore
    {
        public Secrets(params (string Name, string Value)[] known) : this(() => known.ToDictionary(each => each.Name, each => each.Value))
        {
        }

        public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult(known().GetValueOrDefault(name));

        public Task SetAsync(string name, string value, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    internal sealed class Credential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("identity", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
