using System.Net;
using System.Text;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>A venue's wire in process, without a socket.</summary>
public sealed class VenueWireHandler(IVenueWire wire) : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly List<VenueRequest> requests = [];

    /// <summary>Everything that was sent, whether it arrived or not.</summary>
    public IReadOnlyList<VenueRequest> Requests
    {
        get
        {
            lock (gate) return [.. requests];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers) headers[name] = string.Join(',', values);
        foreach (var (name, values) in request.Content?.Headers.AsEnumerable() ?? []) headers[name] = string.Join(',', values);
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var address = request.RequestUri!;
        var asked = new VenueRequest(request.Method.Method, address.GetLeftPart(UriPartial.Authority), address.PathAndQuery, headers, body);
        lock (gate) requests.Add(asked);
        var reply = wire.Answer(asked);
        return reply.Delivery switch
        {
            VenueDelivery.Reset => throw new HttpRequestException(HttpRequestError.ConnectionError, "the connection was reset"),
            VenueDelivery.Never => throw new TaskCanceledException("the client gave up", new TimeoutException()),
            _ => ToResponse(reply),
        };
    }

    private static HttpResponseMessage ToResponse(VenueReply reply)
    {
        var response = new HttpResponseMessage((HttpStatusCode)reply.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(reply.Body)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", reply.ContentType);
        foreach (var (name, value) in reply.Headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
