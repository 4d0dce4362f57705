using System.Diagnostics;
using System.Net;
using System.Text;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>What a whole trader tells about itself, and to whom.</summary>
public sealed class TelemetryTests
{
    [Fact]
    [Trait("Tier", "full")]
    public async Task Trade_FromItsTickToItsLastFill_IsOneTrace()
    {
        using var recorder = new TelemetryRecorder(TraderTelemetry.Name);
        await using var trader = new SystemUnderTest(SystemUnderTest.Simulated(1), MarketWiring.Default, TraderSettings.Default with { Coins = [Symbol.Parse("BTC-USDT"), Symbol.Parse("DOGE-USDT")] });
        await trader.StartAsync();
        var begun = (await trader.System.BookAsync(default)).Head;

        await trader.RunAsync(TimeSpan.FromHours(24));

        var head = (await trader.System.BookAsync(default)).Head;
        var filled = new List<Order>();
        await foreach (var order in trader.System.Sessions.Store.ReadAsync<Order>(TradingSystem.DefaultPortfolio, "order", default))
        {
            if (order.State == OrderState.Filled) filled.Add(order);
        }
        filled.ShouldNotBeEmpty();
        foreach (var order in filled)
        {
            var trace = CauseTrace.Of(order.CycleId).TraceId;
            var spans = recorder.Spans.Where(span => span.TraceId == trace).ToList();
            var own = spans.Where(span => span.GetTagItem("powertrader.order") is not { } id || (string)id == order.Id.ToString()).ToList();
            own.Select(span => span.OperationName).Distinct().ShouldBe(
                ["TradeTick", "Predict", "RiskAndCommit", "Send orders", "DrainOutbox", "VenuePlace", "Start TrackOrder.v1", "PlaceOrder", "SettleOrder"], ignoreOrder: true);
            own.Where(span => span.OperationName == "SettleOrder").Sum(span => span.Events.Count(each => each.Name == "fill")).ShouldBe(order.TradeIds.Count);
            spans.ShouldAllBe(span => span.Status != ActivityStatusCode.Error);
        }
        recorder.Sum("powertrader.ticks", "schedule=TradeTick outcome=done").ShouldBe(trader.System.Work.Ticks.Count);
        recorder.Sum("powertrader.orders", "state=intended").ShouldBe(head.OrderCount - begun.OrderCount);
        recorder.Sum("powertrader.fills").ShouldBe(head.FillCount - begun.FillCount);
        recorder.Sum("powertrader.decisions", "outcome=ordered").ShouldBe(head.OrderCount - begun.OrderCount);
        recorder.Sum("powertrader.forecasts").ShouldBe(trader.System.Work.Forecasts.Made);
        recorder.Sum("powertrader.workflows.failed").ShouldBe(0);
        // Reconciled every five minutes and at the start: the trade tick is half a minute earlier in its minute.
        recorder.Values.Where(each => each.Instrument == "powertrader.reconcile.lag").Max(each => each.Value).ShouldBeInRange(240, 300);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_WithACollector_SendsSpansAndMetrics()
    {
        using var trader = new Trader();
        await using var collector = new Collector();
        var environment = new Dictionary<string, string> { [TelemetryExport.EndpointVariable] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };

        var outcome = await Trader.RunAsync(environment, [.. trader.Simulation(30, 1), "--coins", "BTC"]);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var sent = await collector.EndAsync();
        sent["/v1/traces"].ShouldContain(Names.TradeTick);
        sent["/v1/metrics"].ShouldContain("powertrader.ticks");
        sent.Values.ShouldAllBe(text => text.Contains("powertrader") && !text.Contains(trader.Data));
    }

    [Theory]
    [InlineData("localhost:4317")]
    [InlineData("collector")]
    public async Task Run_ToWhatIsNoAddress_SaysWhatToDo(string endpoint)
    {
        var outcome = await Trader.RunAsync(new Dictionary<string, string> { [TelemetryExport.EndpointVariable] = endpoint }, "run", "--cycles", "1");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldBe(
            $"OTEL_EXPORTER_OTLP_ENDPOINT '{endpoint}' must be an http or https address, e.g. http://localhost:4317; unset it to export nothing.");
    }

    /// <summary>Takes what is posted to it on the loopback interface.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly Dictionary<string, string> sent = [];
        private readonly Task serving;

        public Collector()
        {
            Address = $"http://127.0.0.1:{FreePort()}";
            listener.Prefixes.Add(Address + "/");
            listener.Start();
            serving = ServeAsync();
        }

        public string Address { get; }

        public async Task<Dictionary<string, string>> EndAsync()
        {
            listener.Stop();
            await serving;
            return sent;
        }

        public async ValueTask DisposeAsync()
        {
            listener.Close();
            await serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    var path = context.Request.Url!.AbsolutePath;
                    sent[path] = sent.GetValueOrDefault(path) + Encoding.Latin1.GetString(body.ToArray());
                    context.Response.Close();
                }
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
            }
        }

        private static int FreePort()
        {
            using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            socket.Start();
            return ((IPEndPoint)socket.LocalEndpoint).Port;
        }
    }
}
