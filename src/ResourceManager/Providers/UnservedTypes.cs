using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Types that must not be served by storing them, because a client that was answered "Succeeded" would believe that something was done.</summary>
internal static class UnservedTypes
{
    private static readonly Dictionary<ResourceType, string> Reasons = new()
    {
        [ResourceType.Parse("Microsoft.Resources/deployments")] = "template deployments are not carried out yet.",
        [ResourceType.Parse("Microsoft.Resources/deploymentScripts")] = "scripts are not run.",
        [ResourceType.Parse("Microsoft.Resources/deploymentStacks")] = "template deployments are not carried out yet.",
        [ResourceType.Parse("Microsoft.Authorization/policyAssignments")] = "policies are not enforced yet.",
        [ResourceType.Parse("Microsoft.Authorization/policyExemptions")] = "policies are not enforced yet.",
        [ResourceType.Parse("Microsoft.Authorization/roleAssignmentScheduleRequests")] = "privileged identity management is not carried out.",
        [ResourceType.Parse("Microsoft.Authorization/roleEligibilityScheduleRequests")] = "privileged identity management is not carried out.",
    };

    public static string? Find(ResourceType type) => Reasons.GetValueOrDefault(type);
}
