using System.Net;
using PowerTrader.Adapters.Notifications;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Tests.Notifications;

public sealed class WebhookNotifierTests : NotifierCompliance
{
    private readonly Hook hook = new();

    protected override string Secret => "a-secret-part";

    protected override INotifier Notifier => new WebhookNotifier(new HttpClient(hook), _ => Task.FromResult<Uri?>(new Uri("https://hooks.invalid/a-secret-part")));

    protected override IReadOnlyList<string> Arrived => hook.Bodies;

    [Fact]
    public async Task Notify_NoAddress_IsDoneAndAsksNobody()
    {
        (await new WebhookNotifier(new HttpClient(hook), _ => Task.FromResult<Uri?>(null)).NotifyAsync(Alert, default)).ShouldBeNull();

        hook.Bodies.ShouldBeEmpty();
    }

    protected override void Become(ChannelState state) => hook.State = state;

    private sealed class Hook : HttpMessageHandler
    {
        public ChannelState State { get; set; }

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (State == ChannelState.IsGone) throw new HttpRequestException($"no route to {request.RequestUri}");
            if (State == ChannelState.IsBusy) return new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            if (State == ChannelState.Refuses) return new HttpResponseMessage(HttpStatusCode.NotFound);
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        }
    }
}
