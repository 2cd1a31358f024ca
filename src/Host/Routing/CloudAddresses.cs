using Microsoft.AspNetCore.Http;

namespace Verditer.Host;

/// <summary>The addresses of Azure's services as the client that asks reaches them: Azure's own names, or paths on Verditer's port.</summary>
/// <param name="LoginEndpoint">The sign-in authority.</param>
internal sealed record CloudAddresses(string Name, string ResourceManager, string LoginEndpoint, string MicrosoftGraph, string Portal)
{
    private static readonly CloudAddresses Stock = new(
        "AzureCloud", "https://management.azure.com/", "https://login.microsoftonline.com/", "https://graph.microsoft.com/", "https://portal.azure.com");

    public static CloudAddresses For(HttpRequest request, ServedBy by)
    {
        if (by != ServedBy.Origin)
        {
            return Stock;
        }

        var origin = $"{request.Scheme}://{request.Host}";
        return new("Verditer", $"{origin}/", $"{origin}/adfs", $"{origin}/", origin);
    }
}
