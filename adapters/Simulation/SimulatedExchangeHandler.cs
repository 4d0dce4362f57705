namespace PowerTrader.Adapters.Simulation;

/// <summary>The simulated exchange in process: the production client's requests never reach a network.</summary>
public sealed class SimulatedExchangeHandler(SimulatedExchange exchange) : HttpMessageHandler
{
    /// <summary>An exchange on which nothing goes wrong.</summary>
    public SimulatedExchangeHandler(SimulatedMarket market, TimeProvider time) : this(new SimulatedExchange(market, time, new FaultPlan()))
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var uri = request.RequestUri!;
        var fault = exchange.TakeFault(uri.AbsolutePath);
        if (fault is Fault.Stall { EndsAtOnce: true }) throw new TaskCanceledException("the simulated connection stalled", new TimeoutException());
        if (fault is Fault.Stall) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        if (fault is Fault.Reset) throw new HttpRequestException(HttpRequestError.ResponseEnded, "the simulated connection broke");
        var reply = (fault is null ? null : SimulatedExchange.Answer(fault)) ?? exchange.Answer(request.Method.Method, uri.AbsolutePath, uri.Query);
        var content = new ReadOnlyMemoryContent(reply.Body);
        content.Headers.ContentType = new(reply.ContentType);
        var response = new HttpResponseMessage(reply.Status) { Content = content, RequestMessage = request };
        foreach (var (name, value) in reply.Headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
