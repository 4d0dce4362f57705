using System.Net;
using PowerTrader.Adapters.Simulation;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>A venue's wire in process, with the faults of a plan: the production client's requests never reach a network.</summary>
public sealed class VenueWireHandler(IVenueWire wire, VenueFaults? faults = null) : HttpMessageHandler
{
    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(4);

    private readonly VenueFaults faults = faults ?? new VenueFaults();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var sent = await ReadAsync(request, cancellationToken);
        var fault = faults.Next(wire.CallOf(sent));
        switch (fault)
        {
            case VenueFault.BeforeRequest:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "the simulated connection was refused");
            case VenueFault.LateArrival:
                wire.AnswerLate(sent, LateBy);
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "the simulated connection broke");
            case VenueFault.Throttled429 or VenueFault.Unauthorized401UnderThrottling or VenueFault.ServerError5xxBefore:
                return ToResponse(wire.Failure(fault), request);
        }
        var reply = wire.Answer(sent);
        return fault switch
        {
            VenueFault.AfterAcceptance => throw new HttpRequestException(HttpRequestError.ResponseEnded, "the simulated connection broke"),
            VenueFault.LateReply => throw new TaskCanceledException("the simulated answer came too late", new TimeoutException()),
            VenueFault.ServerError5xxAfter => ToResponse(wire.Failure(fault), request),
            VenueFault.GarbledReply => ToResponse(Garbled(reply), request),
            _ => ToResponse(reply, request),
        };
    }

    /// <summary>A part of it is missing.</summary>
    public static SimulatedReply Garbled(SimulatedReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply with { Status = HttpStatusCode.OK, Body = reply.Body[..(reply.Body.Length / 2)] };
    }

    private static async Task<VenueRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.ToDictionary(each => each.Key, each => string.Join(',', each.Value), StringComparer.OrdinalIgnoreCase);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return new VenueRequest(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body);
    }

    private static HttpResponseMessage ToResponse(SimulatedReply reply, HttpRequestMessage request)
    {
        var content = new ReadOnlyMemoryContent(reply.Body);
        content.Headers.ContentType = new(reply.ContentType);
        var response = new HttpResponseMessage(reply.Status) { Content = content, RequestMessage = request };
        foreach (var (name, value) in reply.Headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
