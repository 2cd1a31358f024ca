using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>What can be done to a cluster by POST: its credentials, its certificates, its service principal, stop and start.</summary>
internal sealed class ClusterActions(
    IClusterEngine engine, ClusterCommit commit, ServicePrincipalCheck principals, ServicePrincipalVault vault)
{
    public IReadOnlyList<ResourceAction> All =>
    [
        new("listClusterUserCredential", (context, cancellationToken) => CredentialsAsync(context, isAdmin: false, cancellationToken)),
        new("listClusterAdminCredential", (context, cancellationToken) => CredentialsAsync(context, isAdmin: true, cancellationToken)),
        new("resetServicePrincipalProfile", ResetPrincipalAsync),
        new("rotateClusterCertificates", (context, cancellationToken) =>
            WorkAsync(context, ProvisioningStates.RotatingCertificates, cluster => RotateCertificates.Begin(context.Subscription!, cluster), cancellationToken)),
        new("rotateServiceAccountSigningKeys", (context, cancellationToken) => OidcIssuer.IsEnabled(ClusterView.Of(context.Existing!))
            ? WorkAsync(context, ProvisioningStates.RotatingSigningKeys, cluster => RotateSigningKeys.Begin(context.Subscription!, cluster), cancellationToken)
            : new(ClusterErrors.NoIssuer(context.Existing!.Id))),
        new("stop", (context, cancellationToken) =>
            WorkAsync(context, ProvisioningStates.Stopping, cluster => SwitchCluster.Begin(context.Subscription!, cluster, SwitchCluster.Stop), cancellationToken)),
        new("start", (context, cancellationToken) =>
            WorkAsync(context, ProvisioningStates.Starting, cluster => SwitchCluster.Begin(context.Subscription!, cluster, SwitchCluster.Start), cancellationToken)),
    ];

    private async ValueTask<Result<ArmResponse>> CredentialsAsync(ArmContext context, bool isAdmin, CancellationToken cancellationToken)
    {
        var cluster = ClusterView.Of(context.Existing!);
        if (cluster.State == ProvisioningStates.Deleting || !await engine.ExistsAsync(cluster.Key, cancellationToken))
        {
            return Busy(cluster) ?? ClusterErrors.NoControlPlane(cluster.Id);
        }

        if (isAdmin && cluster.Properties.Flag("disableLocalAccounts") == true)
        {
            return ArmErrors.BadRequest("Getting static credential is not allowed because this cluster is set to disable local accounts.");
        }

        var kind = isAdmin ? "clusterAdmin" : "clusterUser";
        var user = $"{kind}_{cluster.Id.ResourceGroup}_{cluster.Name}";
        var kubeconfig = await engine.GetKubeconfigAsync(cluster.Key, new(user, cluster.Name, cluster.Name, isAdmin), cancellationToken);
        return ArmResponse.Ok(new JsonObject
        {
            ["kubeconfigs"] = new JsonArray(new JsonObject { ["name"] = kind, ["value"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(kubeconfig)) }),
        });
    }

    private async ValueTask<Result<ArmResponse>> ResetPrincipalAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var cluster = ClusterView.Of(context.Existing!);
        if (Busy(cluster) is { } busy)
        {
            return busy;
        }

        if (cluster.PrincipalClientId is null)
        {
            return ClusterErrors.NoPrincipalToReset();
        }

        if (context.Body.Text("clientId") is not { Length: > 0 } clientId)
        {
            return ClusterErrors.PrincipalMissing();
        }

        if (context.Body.Text("secret") is not { Length: > 0 } secret)
        {
            return ClusterErrors.SecretMissing();
        }

        var credential = new ServicePrincipalCredential(clientId, secret);
        if (await principals.CheckAsync(context.Subscription!.TenantId, cluster.Id, isThere: true, credential, cancellationToken) is { } error)
        {
            return error;
        }

        cluster.Properties["servicePrincipalProfile"] = new JsonObject { ["clientId"] = clientId };
        cluster.Properties["provisioningState"] = ProvisioningStates.Updating;
        return await commit.CommitAsync(context, context.Existing!, cluster, ReconcileCluster.Start(context.Subscription, cluster), batch => vault.Put(batch, cluster.Id, credential), cancellationToken);
    }

    /// <summary>Begins work on a control plane that is there.</summary>
    private async ValueTask<Result<ArmResponse>> WorkAsync(ArmContext context, string state, Func<ClusterView, NewOperation> begin, CancellationToken cancellationToken)
    {
        var cluster = ClusterView.Of(context.Existing!);
        if (Busy(cluster) is { } busy)
        {
            return busy;
        }

        if (!cluster.IsFurnished || !await engine.ExistsAsync(cluster.Key, cancellationToken))
        {
            return ClusterErrors.NoControlPlane(cluster.Id);
        }

        if (cluster.IsStopped && state is ProvisioningStates.RotatingCertificates or ProvisioningStates.RotatingSigningKeys)
        {
            return ClusterErrors.Stopped(cluster.Id);
        }

        cluster.Properties["provisioningState"] = state;
        return await commit.CommitAsync(context, context.Existing!, cluster, begin(cluster), _ => { }, cancellationToken);
    }

    private static ArmError? Busy(ClusterView cluster) =>
        ProvisioningStates.UnderWay(cluster.State) is { } operation ? ClusterErrors.InProgress(operation) : null;
}
