namespace Verditer.Explaining;

/// <summary>
/// The built-in roles that people give. Of Azure's others most are made for one of its services: some of them grant less, and nobody would look for them, so they are proposed after these.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles</remarks>
internal static class UsualRoles
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "AcrDelete",
        "AcrPull",
        "AcrPush",
        "Azure Kubernetes Service Cluster Admin Role",
        "Azure Kubernetes Service Cluster User Role",
        "Azure Kubernetes Service Contributor Role",
        "Azure Kubernetes Service RBAC Admin",
        "Azure Kubernetes Service RBAC Cluster Admin",
        "Azure Kubernetes Service RBAC Reader",
        "Azure Kubernetes Service RBAC Writer",
        "Contributor",
        "Disk Snapshot Contributor",
        "DNS Zone Contributor",
        "Key Vault Contributor",
        "Key Vault Secrets User",
        "Log Analytics Contributor",
        "Log Analytics Reader",
        "Managed Identity Contributor",
        "Managed Identity Operator",
        "Monitoring Contributor",
        "Monitoring Metrics Publisher",
        "Monitoring Reader",
        "Network Contributor",
        "Owner",
        "Private DNS Zone Contributor",
        "Reader",
        "Role Based Access Control Administrator",
        "Storage Account Contributor",
        "Storage Blob Data Contributor",
        "Storage Blob Data Reader",
        "Tag Contributor",
        "User Access Administrator",
        "Virtual Machine Contributor",
    };

    public static bool Has(string name) => Names.Contains(name);
}
