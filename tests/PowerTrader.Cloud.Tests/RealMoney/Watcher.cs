using System.Net;

namespace PowerTrader.Cloud.Tests.RealMoney;

/// <summary>Whoever is told that the trader lives.</summary>
/// <param name="HttpStatus">Null fails with the address in its words.</param>
internal sealed class Watcher(HttpStatusCode? HttpStatus) : HttpMessageHandler
{
    public List<Uri> Heard { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Heard.Add(request.RequestUri!);
        return HttpStatus is { } status ? Task.FromResult(new HttpResponseMessage(status)) : throw new HttpRequestException($"no route to {request.RequestUri}");
    }
}
