namespace Verditer.Directory;

/// <summary>The resource for which tokens that are to be exchanged are issued. Entra's own tokens name it by its client id.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity</remarks>
internal static class TokenExchange
{
    public const string AppId = "fb60f99c-7a34-4190-8149-302f77469936";
    public const string Uri = "api://AzureADTokenExchange";

    public static bool IsAudience(string registered, IReadOnlyList<string> presented) =>
        presented.Contains(registered, StringComparer.Ordinal) || (registered == Uri && presented.Contains(AppId, StringComparer.Ordinal));
}
