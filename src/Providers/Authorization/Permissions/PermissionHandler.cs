using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// What the caller's roles give it at a scope: the permissions of each role that it holds there or above. A list and nothing else.
/// Source: https://learn.microsoft.com/rest/api/authorization/permissions/list-for-resource-group
/// </summary>
internal sealed class PermissionHandler(RoleAssignmentIndex assignments, RoleCatalog roles, ScopeHierarchy hierarchy, RoleVisibility visibility)
    : ResourceTypeHandler(ResourceType.Parse("Microsoft.Authorization/permissions"))
{
    private static readonly ArmError OnlyListed = new(405, "MethodNotAllowed", "Permissions can be listed at a scope and nothing else.");

    public override IReadOnlyList<string> ApiVersions => ["2022-05-01-preview", "2022-04-01", "2018-07-01", "2018-01-01-preview", "2015-07-01"];

    public override ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken) => new((StoredResource?)null);

    public override ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        var held = context.Caller.Groups.Prepend(context.Caller.ObjectId).SelectMany(assignments.Of)
            .Where(a => !a.HasCondition && visibility.IsVisible(a) && hierarchy.Contains(a.Scope, context.Id.Key))
            .Select(a => roles.Find(a.RoleDefinitionId)).OfType<RoleDefinition>().DistinctBy(r => r.Id).OrderBy(r => r.Name, StringComparer.Ordinal);
        return new([.. held.SelectMany(RoleDefinitionBody.Permissions).Select((node, i) => Item(context.Id, node!, i))]);
    }

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) => new(OnlyListed);

    private StoredResource Item(ResourceId scope, JsonNode permission, int index) =>
        new(scope.Provider(Type, index.ToString("D6", CultureInfo.InvariantCulture)), Json.ToBytes(permission), 0);
}
