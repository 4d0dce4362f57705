using System.Net;

namespace PowerTrader.Adapters.Tests.KuCoin;

/// <summary>Gives the answers of a script one after another; the last one is repeated.</summary>
internal sealed class ScriptedHandler(params ScriptedAnswer[] answers) : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = answers[Math.Min(Requests.Count, answers.Length - 1)];
        Requests.Add(request);
        if (answer.Fault is { } fault) throw fault;
        var response = new HttpResponseMessage(answer.Status) { Content = new StringContent(answer.Body) };
        foreach (var (name, value) in answer.Headers ?? []) response.Headers.TryAddWithoutValidation(name, value);
        return Task.FromResult(response);
    }
}

internal sealed record ScriptedAnswer(HttpStatusCode Status, string Body, (string Name, string Value)[]? Headers = null, Exception? Fault = null)
{
    public static ScriptedAnswer Ok(string data) => new(HttpStatusCode.OK, $$"""{"code":"200000","data":{{data}}}""");
}
