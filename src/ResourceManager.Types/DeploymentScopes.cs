namespace Verditer.ResourceManager.Types;

/// <summary>Where resources of a type live. The numbers are those of the package Azure.Bicep.Types (<c>ScopeType</c>).</summary>
[Flags]
public enum DeploymentScopes
{
    None = 0,
    Tenant = 1,
    ManagementGroup = 2,
    Subscription = 4,
    ResourceGroup = 8,

    /// <summary>On any other resource, such as a role assignment on a registry.</summary>
    Extension = 16,
}
