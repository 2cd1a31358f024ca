namespace Verditer.Kubernetes;

/// <summary>All rules of single resources.</summary>
internal static class RuleSet
{
    public static readonly IReadOnlyList<KindRules> All =
    [
        new NamespaceRules(),
        new NodeRules(),
        new ConfigMapRules(),
        new SecretRules(),
        new PodRules(),
        new ServiceRules(),
        new ReplicationControllerRules(),
        new WorkloadRules("deployments"),
        new WorkloadRules("replicasets"),
        new WorkloadRules("daemonsets"),
        new StatefulSetRules(),
        new JobRules(),
        new CronJobRules(),
        new RoleRules("roles"),
        new RoleRules("clusterroles"),
        new BindingRules("rolebindings"),
        new BindingRules("clusterrolebindings"),
        new VolumeClaimRules(),
        new CertificateRules(),
        new AutoscalerRules(),
    ];
}
