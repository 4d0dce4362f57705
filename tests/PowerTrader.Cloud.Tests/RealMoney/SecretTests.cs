using System.Text;
using System.Text.Json;
using PowerTrader.Api;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Cloud.Tests.RealMoney;

/// <summary>A venue that answers with the very keys: whatever leaves the app or is stored by it is searched for them.</summary>
public sealed class SecretTests
{
    private const string Address = "https://watcher.invalid/planted-heartbeat-path";

    private static readonly string[] Planted = [LiveCloud.KuCoinKey, LiveCloud.KuCoinSecret, LiveCloud.KuCoinPassphrase, Address];

    private static string Words => $"401 for {string.Join(" | ", Planted)} at /orders/?account_number=AB12345678";

    [Fact]
    public async Task Secrets_WhateverTheVenueSays_StandInNoFaultAnswerOrRow()
    {
        using var cloud = new LiveCloud();
        using var http = new HttpClient(new Watcher(HttpStatus: null));
        cloud.Heartbeat = http;
        cloud.Keys[CloudHeartbeat.Secret] = Address;
        cloud.Account = _ => new Leaky(new SimulatedVenueBroker(cloud.Venue));
        var said = new StringBuilder();
        await new CloudHeartbeat(http, new RedactingSecretStore(cloud.Vault, new Redactor()), cloud.Clock).BeatAsync(default);
        await cloud.Trader.Secrets.GetAsync(CloudHeartbeat.Secret, default);

        await cloud.OpenAsync();
        foreach (var schedule in (string[])[Names.Prepare, Names.Reconcile, Names.MarketTick, Names.TradeTick]) await TryAsync(() => cloud.RunAsync(schedule), said);
        var work = await cloud.Trader.OpenEmptyAsync(default);
        var head = (await cloud.BookAsync()).Head;
        await TryAsync(() => work.Brokers.DeadManOf(head)!.SetAsync(TimeSpan.FromMinutes(4), [], default), said);
        await TryAsync(() => work.Brokers.For(head).GetAccountAsync(default), said);
        said.AppendLine(JsonSerializer.Serialize(await cloud.StatusAsync(), ApiJson.Default.TraderStatus)).AppendJoin('\n', cloud.Told).AppendJoin('\n', (await cloud.AlertsAsync()).Select(alert => alert.Text));

        Search(said.ToString(), "what was said");
        Search(cloud.Everything(), "the store");
        said.ToString().ShouldContain(Redactor.Hidden, Case.Sensitive, "the words around the secrets are kept");
        (await cloud.RefusalsAsync()).ShouldContain(reason => reason.Contains("does not let this app in", StringComparison.Ordinal));
    }

    private static async Task TryAsync(Func<Task> work, StringBuilder said)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            said.AppendLine(fault.ToString());
        }
    }

    private static void Search(string text, string where)
    {
        foreach (var value in Planted)
        {
            foreach (var spelling in (string[])[value, Uri.EscapeDataString(value), JsonEncodedText.Encode(value).Value])
                text.Contains(spelling, StringComparison.Ordinal).ShouldBeFalse($"{value[..10]}… stands in {where}");
        }
    }

    /// <summary>A venue's client of the worst kind.</summary>
    private sealed class Leaky(IBroker inner) : IBroker, IDeadManSwitch
    {
        public BrokerTraits Traits => inner.Traits;

        public DateTimeOffset? VenueNow => inner.VenueNow;

        public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => inner.GetInstrumentsAsync(cancellationToken);

        public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetQuoteAsync(symbol, cancellationToken);

        public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetFeesAsync(symbol, cancellationToken);

        public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => throw new VenueAccessException(VenueAccess.Key, Words, new HttpRequestException(Words));

        public Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) => Task.FromResult<PlaceResult>(new PlaceResult.Unknown(Words));

        public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) => inner.FindAsync(order, cancellationToken);

        public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) => inner.CancelAsync(order, cancellationToken);

        public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) => throw new AmbiguousException(Words);

        public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) => inner.GetFillsAsync(order, cancellationToken);

        public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => throw new TransientException(Words, new HttpRequestException(Words));

        public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => inner.GetBalancesAsync(cancellationToken);

        public Task<DeadManState> SetAsync(TimeSpan timeout, IReadOnlyCollection<Symbol> symbols, CancellationToken cancellationToken) => throw new TransientException(Words);

        public Task<DeadManState?> GetAsync(CancellationToken cancellationToken) => throw new TransientException(Words);

        public Task ClearAsync(CancellationToken cancellationToken) => throw new TransientException(Words);
    }
}
