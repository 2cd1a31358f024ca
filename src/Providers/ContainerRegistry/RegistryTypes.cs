using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>The types of Microsoft.ContainerRegistry that have code.</summary>
internal static class RegistryTypes
{
    public const string Namespace = "Microsoft.ContainerRegistry";

    public static readonly ResourceType Registry = Of("registries");
    public static readonly ResourceType Token = Of("registries/tokens");
    public static readonly ResourceType ScopeMap = Of("registries/scopeMaps");
    public static readonly ResourceType Webhook = Of("registries/webhooks");
    public static readonly ResourceType Replication = Of("registries/replications");

    public static ResourceType Of(string path) => new(Namespace, path);
}
