using Azure.Core;
using Azure.Identity;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The app's identity. Where it gets no token, that is a fault of the world like any other of a service: work is tried again, nothing is traded meanwhile.</summary>
/// <remarks>What the identity library says may name tenants and paths; it stays inside.</remarks>
public sealed class CloudCredential(TokenCredential inner) : TokenCredential
{
    /// <param name="clientId">Of the user-assigned identity; null takes the system's or the developer's own.</param>
    public static CloudCredential Of(string? clientId) => new(new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId }));

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return inner.GetToken(requestContext, cancellationToken);
        }
        catch (AuthenticationFailedException fault)
        {
            throw NoToken(fault);
        }
    }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.GetTokenAsync(requestContext, cancellationToken);
        }
        catch (AuthenticationFailedException fault)
        {
            throw NoToken(fault);
        }
    }

    private static TransientException NoToken(AuthenticationFailedException fault) =>
        new($"the app's identity got no token ({fault.GetType().Name}): check that AZURE_CLIENT_ID names the identity of the app, or sign in on a developer's machine with 'az login'");
}
