namespace Verditer.Kubernetes;

/// <summary>The names that workload identity goes by. Source: https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html</summary>
internal static class WorkloadIdentityNames
{
    private const string Prefix = "azure.workload.identity/";

    /// <summary>The label of pods that take part, with the value <c>true</c>.</summary>
    public const string Use = Prefix + "use";

    public const string ClientId = Prefix + "client-id";
    public const string TenantId = Prefix + "tenant-id";
    public const string TokenExpiration = Prefix + "service-account-token-expiration";
    public const string SkipContainers = Prefix + "skip-containers";
    public const string InjectProxy = Prefix + "inject-proxy-sidecar";
    public const string ProxyPort = Prefix + "proxy-sidecar-port";

    public const string Volume = "azure-identity-token";
    public const string MountPath = "/var/run/secrets/azure/tokens";
    public const string TokenFile = "azure-identity-token";
    public const string Audience = "api://AzureADTokenExchange";
    public const string AuthorityHost = "https://login.microsoftonline.com/";
}
