using System.Text;
using Microsoft.Data.Sqlite;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Settings;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>Secrets are planted; then everything that leaves the program or lies in its folder is searched for them.</summary>
public sealed class SecretLeakTests : IDisposable
{
    private const string Seed = "xQnTJVeQLmw1/Mg2YimEViSpw/SdJcgNXZ5kQkAXNPU=";

    private static readonly Dictionary<string, string> Planted = new()
    {
        ["POWERTRADER_ROBINHOOD_PRIVATE_KEY"] = Seed,
        ["POWERTRADER_ROBINHOOD_API_KEY"] = "rh-api-0f8fad5b-d9cb-469f-a165-70867728950e",
        ["POWERTRADER_KUCOIN_API_KEY"] = "planted5c2db93503aa674c7",
        ["POWERTRADER_KUCOIN_API_SECRET"] = "planted-f03a5284-5c39-4aaa-9b20",
        ["POWERTRADER_KUCOIN_API_PASSPHRASE"] = "planted Ab12+)(*&^\"%$#@",
    };

    private readonly Trader trader = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "long")]
    public async Task EveryVerbFileAndAnswer_WithKeysStored_HoldsNoneOfThem()
    {
        var said = new StringBuilder();
        async Task Ask(params string[] arguments)
        {
            var outcome = await Trader.RunAsync([.. arguments, "--data", trader.Data]);
            said.AppendLine(outcome.Output).AppendLine(outcome.Error);
        }
        foreach (var venue in VenueSecrets.Venues)
        {
            var set = await Trader.RunAsync(Planted, "keys", "set", venue, "--data", trader.Data);
            set.ExitCode.ShouldBe(0, set.Error);
            said.AppendLine(set.Output).AppendLine(set.Error);
        }
        said.AppendLine(await AskOverHttpAsync());
        foreach (var verb in (string[])["keys list --json", "keys test", "doctor --json", "backup", "flows", "keys set kucoin planted-f03a5284-5c39-4aaa-9b20"])
            await Ask(verb.Split(' '));

        Search(said.ToString(), "what was said");
        Directory.GetFiles(Path.Combine(trader.Data, "backups")).ShouldHaveSingleItem();
        foreach (var path in Directory.GetFiles(trader.Data, "*", SearchOption.AllDirectories)) Search(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, Token)), path);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Broker_ThatLetsSecretsSlip_LeavesNoneInTheStore()
    {
        var redactor = new Redactor();
        foreach (var value in Planted.Values) redactor.Learn(value);
        using var store = SqliteStore.Open(Path.Combine(trader.Data, "leak.db"));
        var settings = TraderSettings.Default with { Coins = [Symbol.Parse("BTC-USDT")] };
        var leaks = new Leaks(redactor);
        await using (var system = new TradingSystem(SystemUnderTest.Simulated(1), store, settings.Coins, settings, double.PositiveInfinity, null, leaks))
        {
            await Preparation.RunAsync(system, settings.Cash, new NoProgress(), Token);
            await system.Runtime.RunAsync(() => leaks.Told >= 6 || system.Work.Ticks.Count > 6000, Token);
        }
        leaks.Told.ShouldBeGreaterThanOrEqualTo(6);

        SqliteConnection.ClearAllPools();
        var texts = 0;
        foreach (var path in Directory.GetFiles(trader.Data))
        {
            var content = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path, Token));
            Search(content, path);
            texts += content.Split(Redactor.Hidden).Length - 1;
        }
        texts.ShouldBeGreaterThan(0, "the words around the secrets are kept");
    }

    [Fact]
    public async Task Writer_ConsoleOfTheProgram_HidesEvenWhatAStackTraceHolds()
    {
        var redactor = new Redactor();
        redactor.Learn(Planted["POWERTRADER_KUCOIN_API_SECRET"]);
        var written = new StringWriter();
        await using var writer = new RedactingWriter(written, redactor);

        await writer.WriteLineAsync(new InvalidOperationException($"sent {Planted["POWERTRADER_KUCOIN_API_SECRET"]}", new IOException(Seed)).ToString());
        writer.Write("{0}:{1}", "seed", Seed);

        Search(written.ToString(), "the writer");
        written.ToString().ShouldContain("System.InvalidOperationException: sent (hidden)");
    }

    /// <summary>Every answer of a running trader, and what it wrote meanwhile.</summary>
    private async Task<string> AskOverHttpAsync()
    {
        await using var live = await LiveTrader.StartAsync(trader, "--coins", "BTC");
        var answers = new StringBuilder().AppendJoin('\n', live.Opening);
        foreach (var path in (string[])["/status", "/positions", "/orders", "/alerts", "/explain/BTC", "/openapi.json", "/secrets", "/keys", "/deals/BTC"])
            answers.AppendLine(await (await live.Http.GetAsync(new Uri(path, UriKind.Relative), Token)).Content.ReadAsStringAsync(Token));
        return answers.AppendLine((await live.InterruptAsync()).Output).ToString();
    }

    private static void Search(string text, string where)
    {
        foreach (var (name, value) in Planted)
        {
            foreach (var spelling in (string[])[value, Uri.EscapeDataString(value), System.Text.Json.JsonEncodedText.Encode(value).Value])
                text.Contains(spelling, StringComparison.Ordinal).ShouldBeFalse($"{name} stands in {where}");
        }
    }

    private sealed class NoProgress : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }

    /// <summary>A live broker of the worst kind, behind what stands before each live broker.</summary>
    private sealed class Leaks(Redactor redactor) : IPortDecorator
    {
        public int Told { get; private set; }

        public IBroker Over(IBroker inner) => new RedactingBroker(new Leaky(inner, this), redactor);

        private string Words()
        {
            Told++;
            return $"401 for {string.Join(" | ", Planted.Values)} at /orders/?account_number=AB12345678";
        }

        private sealed class Leaky(IBroker inner, Leaks leaks) : IBroker
        {
            public BrokerTraits Traits => inner.Traits;

            public DateTimeOffset? VenueNow => inner.VenueNow;

            public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => inner.GetInstrumentsAsync(cancellationToken);

            public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetQuoteAsync(symbol, cancellationToken);

            public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetFeesAsync(symbol, cancellationToken);

            public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => inner.GetAccountAsync(cancellationToken);

            public Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) => Task.FromResult<PlaceResult>((leaks.Told % 3) switch
            {
                0 => new PlaceResult.Unknown(leaks.Words()),
                1 => new PlaceResult.Rejected(new VenueError("400", leaks.Words())),
                _ => throw new TransientException(leaks.Words(), new HttpRequestException(leaks.Words())),
            });

            public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) => inner.FindAsync(order, cancellationToken);

            public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) => inner.CancelAsync(order, cancellationToken);

            public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) =>
                leaks.Told is > 0 and < 4 ? throw new TransientException(leaks.Words()) : inner.GetOpenOrdersAsync(cancellationToken);

            public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) => inner.GetFillsAsync(order, cancellationToken);

            public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => inner.GetFillsSinceAsync(since, cancellationToken);

            public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => inner.GetBalancesAsync(cancellationToken);
        }
    }
}
