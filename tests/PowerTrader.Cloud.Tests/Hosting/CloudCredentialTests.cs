using Azure.Core;
using Azure.Identity;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Hosting;

public sealed class CloudCredentialTests
{
    private static readonly TokenRequestContext Context = new(["scope"]);

    [Fact]
    public async Task GetToken_NoIdentity_IsTransientSaysWhatToDoAndKeepsTheRest()
    {
        var credential = new CloudCredential(new Failing(new CredentialUnavailableException("tenant 1234 at /home/someone")));

        foreach (var fault in new[] { await Should.ThrowAsync<TransientException>(async () => await credential.GetTokenAsync(Context, default)), Should.Throw<TransientException>(() => credential.GetToken(Context, default)) })
        {
            fault.Message.ShouldContain("AZURE_CLIENT_ID");
            fault.ToString().ShouldNotContain("1234");
        }
    }

    [Fact]
    public async Task GetToken_Cancelled_IsNoFaultOfTheIdentity() =>
        await Should.ThrowAsync<OperationCanceledException>(async () => await new CloudCredential(new Failing(new OperationCanceledException())).GetTokenAsync(Context, default));

    private sealed class Failing(Exception fault) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw fault;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw fault;
    }
}
