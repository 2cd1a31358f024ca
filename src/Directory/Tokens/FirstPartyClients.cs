namespace Verditer.Directory;

/// <summary>One of Microsoft's own public clients: every tenant knows it, and it may act for every user without being asked for consent.</summary>
/// <param name="IsFamily">True where it shares refresh tokens with the others of its family (<c>foci</c>).</param>
internal sealed record FirstPartyClient(string AppId, string Name, bool IsFamily)
{
    /// <summary>Where its sign-ins may end, beside any port of the loopback.</summary>
    public static readonly IReadOnlyList<string> RedirectUris =
        ["https://login.microsoftonline.com/common/oauth2/nativeclient", "urn:ietf:wg:oauth:2.0:oob"];

    /// <remarks>Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in</remarks>
    private static readonly Dictionary<string, FirstPartyClient> All = new FirstPartyClient[]
    {
        new("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Microsoft Azure CLI", true),
        new("1950a258-227b-4e31-a9cf-717495945fc2", "Microsoft Azure PowerShell", true),
        new("872cd9fa-d31f-45e0-9eab-6e460a02d1f1", "Visual Studio", true),
        new("aebc6443-996d-45c2-90f0-388ff96faa56", "Visual Studio Code", true),
        new("14d82eec-204b-4c2f-b7e8-296a70dab67e", "Microsoft Graph Command Line Tools", false),
        new("80faf920-1908-4b52-b5ef-a8e7bedfc67a", "Azure Kubernetes Service AAD Client", false),
    }.ToDictionary(client => client.AppId, StringComparer.OrdinalIgnoreCase);

    public static FirstPartyClient? Find(string clientId) => All.GetValueOrDefault(clientId);
}
