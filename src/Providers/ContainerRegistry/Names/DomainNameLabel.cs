using System.Security.Cryptography;
using System.Text;
using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// The part of a login server's name that keeps others from taking it over once the registry is gone: the same name gives the same label within the chosen scope.
/// Source: https://learn.microsoft.com/azure/container-registry/container-registry-get-started-azure-cli#domain-name-label-dnl-options
/// </summary>
internal static class DomainNameLabel
{
    /// <summary>No label: the login server is the name alone.</summary>
    public const string Unsecure = "Unsecure";

    private const string Characters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 16;

    /// <returns>With the hyphen in front of it; empty for none.</returns>
    public static string Of(string? scope, string tenantId, ResourceId registry) => scope?.ToLowerInvariant() switch
    {
        "tenantreuse" => Label(registry, tenantId),
        "subscriptionreuse" => Label(registry, tenantId, registry.SubscriptionId!),
        "resourcegroupreuse" => Label(registry, tenantId, registry.SubscriptionId!, registry.ResourceGroup!),
        "noreuse" => Label(registry, Guid.NewGuid().ToString()),
        _ => "",
    };

    private static string Label(ResourceId registry, params ReadOnlySpan<string> scope)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join('|', scope!)}|{registry.Name}".ToLowerInvariant()));
        return "-" + string.Concat(hash.Take(Length).Select(b => Characters[b % Characters.Length]));
    }
}
