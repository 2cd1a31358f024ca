using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>Plans a PUT or PATCH of a cluster. Nothing outside of the plan is made before every check has passed.</summary>
internal sealed class ClusterWriter(
    ClusterStore clusters, KubernetesVersions versions, AgentPoolVersionRules poolVersions, ServicePrincipalCheck principals, ServicePrincipalVault vault, OwnIdentities ownIdentities, IDirectory directory)
{
    public async ValueTask<Result<WritePlan>> PlanAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var rules = ClusterRules.Of(request.Subscription.Rules);
        var cluster = new ClusterView(request.Id, request.Body);
        var existing = request.Existing is { } stored ? ClusterView.Of(stored) : null;
        if (cluster.Pools.Any(p => p is not JsonObject))
        {
            return ClusterErrors.Invalid("agentPoolProfiles", "each agent pool is an object.");
        }

        ServerOwned.Apply(cluster, existing, rules);
        if (Refuse(request, cluster, existing, rules) is { } refusal)
        {
            return refusal;
        }

        var version = versions.Find(cluster.Properties.Text("kubernetesVersion"));
        if (existing is not null)
        {
            ClusterMerge.CarryOver(cluster, existing);
            version = VersionOf(cluster, existing);
        }

        if (version is null)
        {
            return KubernetesVersions.Unsupported(cluster.Properties.Text("kubernetesVersion") ?? "");
        }

        Complete(cluster, existing, version.Value, rules);
        OidcIssuer.Complete(cluster, existing, request.Subscription.TenantId);
        var error = ClusterChecks.Check(cluster)
            ?? OidcIssuer.Check(cluster, existing)
            ?? (existing is null ? null : UnchangeableProperties.Check(cluster, existing, rules) ?? CheckUpgrade(version.Value, existing))
            ?? poolVersions.Check(cluster, existing)
            ?? ownIdentities.Check(cluster, existing, request.Sent, request.Subscription.TenantId);
        if (error is not null)
        {
            return error;
        }

        // What also keeps clusters from being each other's node groups: a group that holds a cluster is there.
        if (existing is null && await clusters.FindAsync(cluster.NodeGroup, cancellationToken) is not null)
        {
            return ClusterErrors.NodeGroupExists(cluster.NodeGroup);
        }

        var principal = await FindPrincipalAsync(request, cluster, existing, rules, cancellationToken);
        if (principal.Error is not null)
        {
            return principal.Error;
        }

        await FillIdentityAsync(cluster, request.Subscription.TenantId, cancellationToken);
        cluster.Properties["provisioningState"] = StateFor(cluster, existing);
        return new WritePlan(cluster.Body)
        {
            Operation = ReconcileCluster.Start(request.Subscription, cluster),
            Also = batch => PutAlso(batch, cluster, existing, principal.Value is { IsNew: true } given ? given.Credential : null),
        };
    }

    private void PutAlso(WriteBatch batch, ClusterView cluster, ClusterView? existing, ServicePrincipalCredential? secret)
    {
        ClusterIssuer.Put(batch, cluster);
        if (secret is not null)
        {
            vault.Put(batch, cluster.Id, secret);
        }

        if (existing is not null && IdentityRules.Moves(cluster, existing))
        {
            IdentityMoves.Begin(batch, cluster.Id);
        }
    }

    private static ArmError? Refuse(WriteRequest request, ClusterView cluster, ClusterView? existing, ClusterRules rules)
    {
        if (existing is not null && ProvisioningStates.UnderWay(existing.State) is { } operation)
        {
            return ClusterErrors.InProgress(operation);
        }

        if (existing is { IsStopped: true })
        {
            return ClusterErrors.Stopped(existing.Id);
        }

        return IdentityRules.CheckKind(request.Sent["identity"] as JsonObject, existing, rules)
            ?? IdentityRules.CheckPrincipal(request.Sent, existing)
            ?? (existing is null && !cluster.HasManagedIdentity && cluster.PrincipalClientId is null ? ClusterErrors.PrincipalMissing() : null);
    }

    private KubernetesVersion? VersionOf(ClusterView cluster, ClusterView existing) =>
        cluster.Properties.Text("kubernetesVersion") == existing.Properties.Text("kubernetesVersion")
            ? KubernetesVersion.Parse(existing.KubernetesVersion)
            : versions.Find(cluster.Properties.Text("kubernetesVersion"));

    private void Complete(ClusterView cluster, ClusterView? existing, KubernetesVersion version, ClusterRules rules)
    {
        ClusterDefaults.Fill(cluster, version);
        if (!rules.KeepsServicePrincipal && cluster.HasManagedIdentity)
        {
            cluster.Properties["servicePrincipalProfile"] = new JsonObject { ["clientId"] = ClusterView.NoPrincipal };
        }

        AgentPoolDefaults.ChooseSystemPool(cluster.Pools);
        foreach (var pool in cluster.Pools.OfType<JsonObject>())
        {
            var old = existing?.Pool(pool.Text("name") ?? "");
            var poolVersion = versions.Find(pool.Text("orchestratorVersion")) is { } asked && pool.Text("orchestratorVersion") is { Length: > 0 } ? asked : version;
            if (old is not null && old.Text("orchestratorVersion") == pool.Text("orchestratorVersion"))
            {
                poolVersion = KubernetesVersion.Parse(old.Text("currentOrchestratorVersion")!)!.Value;
            }

            AgentPoolDefaults.Fill(pool, cluster.UsesKubenet, poolVersion);
            if (old is null || ProvisioningStates.UnderWay(old.Text("provisioningState")) is null)
            {
                pool["provisioningState"] = old is null ? ProvisioningStates.Creating : ProvisioningStates.Updating;
            }
        }
    }

    private ArmError? CheckUpgrade(KubernetesVersion version, ClusterView existing)
    {
        var current = KubernetesVersion.Parse(existing.KubernetesVersion)!.Value;
        return version == current || versions.UpgradesFrom(current).Contains(version)
            ? null
            : new ArmError(400, "OperationNotAllowed",
                $"Upgrading Kubernetes version {current} to {version} is not allowed. Available upgrades: [{string.Join(' ', versions.UpgradesFrom(current))}]. Please see https://aka.ms/aks-supported-k8s-ver for version details.");
    }

    /// <summary>The service principal that the cluster will use, proved to Entra ID. <c>IsNew</c>: its secret came with this request.</summary>
    private async ValueTask<Result<(ServicePrincipalCredential? Credential, bool IsNew)>> FindPrincipalAsync(
        WriteRequest request, ClusterView cluster, ClusterView? existing, ClusterRules rules, CancellationToken cancellationToken)
    {
        var secret = request.Sent.Text("properties", "servicePrincipalProfile", "secret");
        if (cluster.PrincipalClientId is not { } clientId || (cluster.HasManagedIdentity && !rules.KeepsServicePrincipal))
        {
            return (null, false);
        }

        var isNew = !string.IsNullOrEmpty(secret);
        var credential = isNew ? new(clientId, secret!) : await vault.FindAsync(cluster.Id, cancellationToken);
        if (credential is null)
        {
            return ClusterErrors.SecretMissing();
        }

        // On a cluster with managed identity a principal that has ended stops the add-ons only.
        if (!isNew && cluster.HasManagedIdentity && !EnabledAddons.Adds(cluster, existing))
        {
            return (credential, false);
        }

        if (await principals.CheckAsync(request.Subscription.TenantId, cluster.Id, existing is not null, credential, cancellationToken) is not { } error)
        {
            return (credential, isNew);
        }

        return existing is not null && cluster.KubernetesVersion != existing.KubernetesVersion ? ClusterErrors.OfUpgrade(error) : error;
    }

    private async ValueTask FillIdentityAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken)
    {
        if (cluster.Body["identity"] is not JsonObject identity || !cluster.HasManagedIdentity)
        {
            cluster.Body.Remove("identity");
            return;
        }

        if (cluster.OwnIdentityId is null)
        {
            var own = await directory.EnsureManagedIdentityAsync(tenantId, cluster.Id.Text, ManagedIdentityKind.SystemAssigned, cancellationToken);
            (identity["principalId"], identity["tenantId"]) = (own.PrincipalId, own.TenantId);
        }
    }

    private static string StateFor(ClusterView cluster, ClusterView? existing) => existing is null ? ProvisioningStates.Creating
        : !existing.IsFurnished ? ProvisioningStates.Creating
        : cluster.KubernetesVersion != existing.KubernetesVersion ? ProvisioningStates.Upgrading
        : ProvisioningStates.Updating;
}
