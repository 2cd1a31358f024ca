using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Types;

namespace Verditer.Providers.Management;

/// <summary>
/// A management group as what role assignments and custom roles stand on. It is made, shown and deleted by <see cref="ManagementGroupEndpoints"/>, for the rights to
/// it are rules of its own.
/// </summary>
internal sealed class ManagementGroupHandler(ManagementGroupIndex groups, ManagementGroupBody bodies)
    : ResourceTypeHandler(ResourceType.ManagementGroup)
{
    public override DeploymentScopes? Scopes => DeploymentScopes.Tenant;

    public override IReadOnlyList<string> ApiVersions =>
        ["2023-04-01", "2021-04-01", "2020-10-01", "2020-05-01", "2020-02-01", "2019-11-01", "2018-03-01-preview", "2018-01-01-preview", "2017-11-01-preview"];

    public override ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken) =>
        new(groups.Find(id.Name) is { } group ? new StoredResource(id, Json.ToBytes(bodies.Show(group)), 0) : null);
}
