using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>AKS's refusals, with Azure's texts. Source: recorded traffic of the Azure CLI and https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes</summary>
internal static class ClusterErrors
{
    private const string InvalidSecret = "InvalidClientSecret";
    private const string PrincipalHelp = "Please see https://aka.ms/aks-sp-help for more details.";

    /// <param name="status">Where its registration stands: when it is registered, only the provider's registration is missing.</param>
    public static ArmError FeatureNotRegistered(string feature, FeatureStatus status)
    {
        const string Namespace = "--namespace Microsoft.ContainerService";
        var error = ArmErrors.BadRequest($"Preview feature Microsoft.ContainerService/{feature} not registered.");
        error = status switch
        {
            FeatureStatus.Registered => error,
            FeatureStatus.Registering => error.Mend($"Wait until the feature is Registered: az feature show --name {feature} {Namespace}"),
            _ => error.Mend($"Register the feature: az feature register --name {feature} {Namespace}"),
        };
        return error
            .Mend($"Once it is Registered, register the provider again, and wait until that is Registered: az provider register {Namespace} --wait")
            .Mend("Or give the subscription today's rules, without the preview: verditer subscription rules SUBSCRIPTION ga");
    }

    public static ArmError MigrationRefused() => ArmErrors.BadRequest(
        "Migrating the cluster to MSI cluster is not allowed since feature Microsoft.ContainerService/MigrateToMSIClusterPreview is not enabled. Please see https://aka.ms/aks/previews for how to enable features.", "identity.type")
        .Mend("Managed identity is chosen when a cluster is created, and an existing cluster cannot be changed. Create another one: az aks create --enable-managed-identity");

    public static ArmError IdentityRemoved() => ArmErrors.BadRequest(
        "Changing a managed identity cluster to a service principal cluster is not allowed.", "identity.type")
        .Mend("There is no way back from managed identity. Create another cluster: az aks create --service-principal ID --client-secret SECRET");

    public static ArmError OwnIdentityRefused() => ArmErrors.BadRequest(
        "The identity type 'UserAssigned' is not supported for managed clusters in this preview; the only type allowed is 'SystemAssigned'.", "identity.type")
        .Mend("Leave --assign-identity out, or give the subscription today's rules: verditer subscription rules SUBSCRIPTION ga");

    /// <summary>The code is Azure's; its text is not on record.</summary>
    public static ArmError KubeletNeedsOwnControlPlane() => new ArmError(400, "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        "Custom kubelet identity is only supported on a cluster with a user-assigned control plane identity.", "identityProfile.kubeletidentity")
        .Mend("Bring the control plane's identity too: --assign-identity IDENTITY_RESOURCE_ID");

    public static ArmError KubeletNotAssignable(string controlPlanePrincipal, string kubeletId) => new ArmError(400, "CustomKubeletIdentityMissingPermissionError",
        "The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity. "
        + "You can run 'az role assignment create --assignee <control-plane-identity-principal-id> --role 'Managed Identity Operator' --scope <kubelet-identity-resource-id>' to grant the permission. "
        + "See https://learn.microsoft.com/en-us/azure/aks/use-managed-identity#add-role-assignment", "identityProfile.kubeletidentity")
        .Mend($"az role assignment create --assignee-object-id {controlPlanePrincipal} --assignee-principal-type ServicePrincipal --role \"Managed Identity Operator\" --scope {kubeletId}");

    public static ArmError IdentityNotFound(string id) => ArmErrors.BadRequest($"The user-assigned identity '{id}' was not found.");

    public static ArmError NoPrincipalToReset() => ArmErrors.BadRequest("Updating service principal profile is not allowed on MSI cluster.", "servicePrincipalProfile")
        .Mend("A managed identity has no secret that ends: there is nothing to renew.");

    public static ArmError PrincipalMissing() => ArmErrors.InvalidParameter(
        "Required parameter servicePrincipalProfile.clientID is missing (null).", "servicePrincipalProfile.clientID")
        .Mend("Give a service principal (az aks create --service-principal ID --client-secret SECRET) or ask for managed identity (--enable-managed-identity).");

    public static ArmError SecretMissing() => ArmErrors.InvalidParameter(
        "Required parameter servicePrincipalProfile.secret is missing (null).", "servicePrincipalProfile.secret");

    public static ArmError PrincipalNotFound(string clientId, string tenantId) => new ArmError(400, "ServicePrincipalNotFound",
        $"Service principal clientID: {clientId} not found in Active Directory tenant {tenantId}, {PrincipalHelp}", "servicePrincipalProfile.clientID")
        .Mend("Make one: az ad sp create-for-rbac --name NAME");

    /// <summary>The secret is wrong or has ended; Entra ID's own text says which.</summary>
    public static ArmError InvalidPrincipal(OAuthError reason, string clientId, ResourceId cluster, bool isThere) => new ArmError(400, InvalidSecret,
        $"The credentials in ServicePrincipalProfile were invalid. {PrincipalHelp} (Details: AADSTS{reason.Number}: {reason.Text})", "servicePrincipalProfile.secret")
        .Mend($"Make a new secret: az ad sp credential reset --id {clientId} (with --years N where Verditer's clock was moved far ahead)")
        .Mend(isThere
            ? $"Give the cluster a valid secret: az aks update-credentials -g {cluster.ResourceGroup} -n {cluster.Name} --reset-service-principal --service-principal {clientId} --client-secret SECRET"
            : $"Make the cluster with a valid secret: az aks create -g {cluster.ResourceGroup} -n {cluster.Name} --service-principal {clientId} --client-secret SECRET");

    public static ArmError IssuerStays() => new(400, "OIDCIssuerFeatureCannotBeDisabled", "OIDC issuer feature cannot be disabled.", "oidcIssuerProfile.enabled");

    /// <remarks>Believed: az refuses it by itself, with its own words.</remarks>
    public static ArmError WorkloadIdentityNeedsIssuer(ResourceId cluster) => ArmErrors.BadRequest(
        "Workload identity requires the OIDC issuer to be enabled.", "securityProfile.workloadIdentity.enabled")
        .Mend($"az aks update -g {cluster.ResourceGroup} -n {cluster.Name} --enable-oidc-issuer --enable-workload-identity");

    /// <remarks>Believed.</remarks>
    public static ArmError NoIssuer(ResourceId cluster) => ArmErrors.BadRequest(
        $"The OIDC issuer of the managed cluster '{cluster.Name}' is not enabled.", "oidcIssuerProfile.enabled")
        .Mend($"az aks update -g {cluster.ResourceGroup} -n {cluster.Name} --enable-oidc-issuer");

    /// <summary>An upgrade says the same about the principal as a bad request.</summary>
    public static ArmError OfUpgrade(ArmError error) => error.Code == InvalidSecret ? error with { Code = "BadRequest" } : error;

    public static ArmError NodeGroupExists(ResourceId group) => new ArmError(400, "NodeResourceGroupAlreadyExists",
        $"Node resource group '{group.Name}' under subscription '{group.SubscriptionId}' already exists, please provide a new one.", "properties.nodeResourceGroup")
        .Mend("Choose another name with --node-resource-group, or delete the group.");

    public static ArmError NodeGroupIsOwnGroup(string name, string own) => new(400, "NodeResourceGroupSameAsResourceGroup",
        $"Node resource group '{name}' is the same as ResourceGroup '{own}', which is not allowed, please provide a different node resource group.", "properties.nodeResourceGroup");

    public static ArmError ChangeNotAllowed(string property) =>
        new(400, "PropertyChangeNotAllowed", $"Changing property '{property}' is not allowed.", property);

    public static ArmError InProgress(string operation) => new(409, "OperationNotAllowed",
        $"Operation is not allowed because there's an in progress {operation} managed cluster operation on the managed cluster. Please wait for it to finish before starting a new operation.");

    public static ArmError Preempted() => new(409, "OperationPreempted", "The operation was preempted: the managed cluster is being deleted.");

    public static ArmError Stopped(ResourceId cluster) => new ArmError(409, "OperationNotAllowed",
        $"Operation is not allowed: the managed cluster '{cluster.Name}' is stopped.").Mend($"Start it first: az aks start -g {cluster.ResourceGroup} -n {cluster.Name}");

    public static ArmError NoControlPlane(ResourceId cluster) => new ArmError(409, "OperationNotAllowed",
        $"Operation is not allowed: the managed cluster '{cluster.Name}' has no control plane, because its creation failed.")
        .Mend($"Create it again with the same command, or delete it: az aks delete -g {cluster.ResourceGroup} -n {cluster.Name}");

    /// <summary>The engine's own words say what stands in the way and what mends it.</summary>
    public static ArmError EngineFailed(ClusterEngineException problem) => new(409, "ControlPlaneFailed", problem.Message);

    public static ArmError Invalid(string parameter, string detail) =>
        ArmErrors.InvalidParameter($"The value of parameter {parameter} is invalid. Error details: {detail}", parameter);
}
