using Verditer.Core;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Embedded;

/// <summary>
/// The users that kubeconfigs are made for. As AKS does with local accounts, the user's and the administrator's credentials are both in system:masters; the cloud
/// provider has a role of its own.
/// </summary>
internal sealed record ClusterUser(string Key, string Name, string Group)
{
    private const string Masters = "system:masters";

    public static readonly ClusterUser Administrator = new("clusterAdmin", "masterclient", Masters);
    public static readonly ClusterUser User = new("clusterUser", "clusterUser", Masters);
    public static readonly ClusterUser CloudProvider = new("cloud-controller-manager", "cloud-controller-manager", "system:cloud-controller-manager");

    public static readonly IReadOnlyList<ClusterUser> All = [Administrator, User, CloudProvider];

    public static ClusterUser For(KubeconfigRequest request) => request switch
    {
        { IsAdmin: true } => Administrator,
        { UserName: "cloud-controller-manager" } => CloudProvider,
        _ => User,
    };

    public UserInfo Info => new(Name, [Group, "system:authenticated"]);
}
