using System.Net;
using System.Text;
using PowerTrader.Cloud.Live;
using PowerTrader.Cloud.Tests.Hosting;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Live;

/// <summary>What is asked of Azure SignalR's data plane, by its REST reference (version 2022-06-01).</summary>
public sealed class SignalRServiceTests
{
    private readonly Venue venue = new();

    private SignalRService Service => new(new HttpClient(venue), new Uri("https://live.service.signalr.net"), new CloudWorld.Credential());

    [Fact]
    public async Task Negotiate_GetsATokenOfTheServiceByTheAppsIdentity()
    {
        venue.Answer = (HttpStatusCode.OK, """{"token":"eyJ"}""");

        var connection = await Service.NegotiateAsync(default);

        connection.ShouldBe(new LiveConnection("https://live.service.signalr.net/client/?hub=trader", "eyJ"));
        venue.Asked.ShouldBe("POST https://live.service.signalr.net/api/hubs/trader/:generateToken?minutesToExpire=60&api-version=2022-06-01");
        venue.Authorization.ShouldBe("Bearer identity");
    }

    [Fact]
    public async Task Send_CallsTheTargetAtEveryClient()
    {
        venue.Answer = (HttpStatusCode.Accepted, "");

        await Service.SendAsync("status", """{"cash":1.50}""", default);

        venue.Asked.ShouldBe("POST https://live.service.signalr.net/api/hubs/trader/:send?api-version=2022-06-01");
        venue.Body.ShouldBe("""{"target":"status","arguments":[{"cash":1.50}]}""");
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "SignalR REST API Owner")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "503")]
    public async Task AnyCall_RefusedByTheService_IsTransientAndSaysWhy(HttpStatusCode status, string words)
    {
        venue.Answer = (status, "secret words of the service");

        var fault = await Should.ThrowAsync<TransientException>(() => Service.NegotiateAsync(default));

        fault.Message.ShouldContain(words);
        fault.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task AnyCall_NoAnswer_IsTransient()
    {
        venue.IsGone = true;

        await Should.ThrowAsync<TransientException>(() => Service.SendAsync("status", "{}", default));
    }

    private sealed class Venue : HttpMessageHandler
    {
        public (HttpStatusCode Status, string Text) Answer { get; set; }

        public bool IsGone { get; set; }

        public string Asked { get; private set; } = "";

        public string Body { get; private set; } = "";

        public string? Authorization { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsGone) throw new HttpRequestException("gone");
            Asked = $"{request.Method} {request.RequestUri}";
            Authorization = request.Headers.Authorization?.ToString();
            Body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(Answer.Status) { Content = new StringContent(Answer.Text, Encoding.UTF8, "application/json") };
        }
    }
}
