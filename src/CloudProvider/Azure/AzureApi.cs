namespace Verditer.CloudProvider;

/// <summary>What Resource Manager is asked for: its address, the audience of its tokens, and the api-versions that today's cloud-provider-azure sends.</summary>
internal static class AzureApi
{
    public const string Audience = "https://management.core.windows.net/";

    public const string Network = "2025-05-01";

    public const string Compute = "2025-04-01";

    public static readonly Uri Address = new("https://management.azure.com/");
}
