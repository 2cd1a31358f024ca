namespace Verditer.Cli;

/// <summary>How a command finds a machine's managed identities: the variables that its client libraries read.</summary>
/// <param name="Name">As the option says it.</param>
/// <param name="Variables">By the address of the node's forwarder, and the secret of App Service's protocol.</param>
/// <remarks>
/// Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference, and the managed identity sources of MSAL, Azure.Identity and msrestazure.
/// </remarks>
internal sealed record IdentityProtocol(string Name, Func<string, string, IReadOnlyList<KeyValuePair<string, string>>> Variables)
{
    /// <summary>
    /// A virtual machine: the metadata service at its own address, by a proxy. The proxy is the same for HTTPS, since some clients (JavaScript's) use that one for plain HTTP too.
    /// </summary>
    public static readonly IdentityProtocol Imds = new("imds", (address, _) =>
    [
        new("HTTP_PROXY", address), new("http_proxy", address), new("HTTPS_PROXY", address), new("https_proxy", address),
    ]);

    /// <summary>The metadata service at another address, as pod identity's clients find it.</summary>
    public static readonly IdentityProtocol PodIdentity = new("pod-identity", (address, _) => [new("AZURE_POD_IDENTITY_AUTHORITY_HOST", address)]);

    /// <summary>An app in App Service, for clients of its newer and of its older version.</summary>
    public static readonly IdentityProtocol AppService = new("app-service", (address, header) =>
    [
        new("IDENTITY_ENDPOINT", $"{address}/msi/token"), new("IDENTITY_HEADER", header),
        new("MSI_ENDPOINT", $"{address}/msi/token"), new("MSI_SECRET", header),
        new("WEBSITE_SITE_NAME", "verditer"), new("APPSETTING_WEBSITE_SITE_NAME", "verditer"),
    ]);

    /// <summary>Cloud Shell, and the machine extension of old.</summary>
    public static readonly IdentityProtocol Msi = new("msi", (address, _) => [new("MSI_ENDPOINT", $"{address}/oauth2/token")]);

    public static readonly IReadOnlyList<IdentityProtocol> All = [Imds, PodIdentity, AppService, Msi];
}
