using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining;

/// <summary>The answers of the evaluator before anybody tries: may somebody do something, who may, which roles has somebody.</summary>
public sealed class AccessQuestions(
    PrincipalLookup principals, IPrincipalSearch search, IAccessExplainer explainer, IDirectoryAdministration directory, ClusterCatalog clusters, Mending mending)
{
    public async Task<Result<JsonObject>> CanAsync(string principal, string action, string scope, bool isDataAction, CancellationToken cancellationToken)
    {
        if (Check(action, scope) is { } wrong)
        {
            return wrong;
        }

        if (!(await principals.FindAsync(principal, cancellationToken)).TryGet(out var found, out var error))
        {
            return error;
        }

        var explanation = explainer.Explain(AccessSubject.Of(found), action, scope, isDataAction);
        var report = new JsonObject { ["principal"] = Describe(found, await clusters.ListAsync(cancellationToken)) };
        AccessReport.Add(report, new(action, scope), explanation, 0);
        report["commands"] = new JsonArray([.. (await mending.RolesAsync(explanation, found.Kind, cancellationToken))
            .Select(c => new JsonObject { ["command"] = c.Text, ["why"] = c.Why })]);
        return report;
    }

    public Result<JsonObject> WhoCan(string action, string scope, bool isDataAction)
    {
        if (Check(action, scope) is { } wrong)
        {
            return wrong;
        }

        // Each tenant knows its own principals; an assignment whose principal none knows is an orphan.
        var holders = directory.ListTenants().SelectMany(t => explainer.WhoCan(t.Id, action, scope, isDataAction))
            .GroupBy(h => h.RoleAssignmentId).Select(same => same.MaxBy(h => h.Kind is not null)!);
        return new JsonObject
        {
            ["action"] = action,
            ["scope"] = scope,
            ["isDataAction"] = isDataAction,
            ["holders"] = new JsonArray([.. holders.Select(Write)]),
        };
    }

    public async Task<Result<JsonObject>> RolesAsync(string principal, CancellationToken cancellationToken)
    {
        if (!(await principals.FindAsync(principal, cancellationToken)).TryGet(out var found, out var error))
        {
            return error;
        }

        return new JsonObject
        {
            ["principal"] = Describe(found, await clusters.ListAsync(cancellationToken)),
            ["roles"] = new JsonArray([.. explainer.RolesOf(AccessSubject.Of(found)).Select(Write)]),
        };
    }

    private static ArmError? Check(string action, string scope) =>
        !action.Contains('/') ? ArmErrors.InvalidParameter($"'{action}' is not an action. Write it like Microsoft.Network/virtualNetworks/subnets/join/action.", "action")
        : scope.StartsWith('/') ? null
        : ArmErrors.InvalidParameter($"'{scope}' is not a scope. Write a resource id, such as /subscriptions/ID/resourceGroups/NAME; the tenant is /.", "scope");

    private static JsonObject Describe(Principal principal, IReadOnlyList<ClusterIdentities> clusters) => new()
    {
        ["kind"] = CallerReport.KindOf(principal.Kind, principal.ResourceId),
        ["name"] = principal.DisplayName,
        ["objectId"] = principal.ObjectId,
        ["clientId"] = principal.AppId,
        ["tenantId"] = principal.TenantId,
        ["resourceId"] = principal.ResourceId,
        ["belongsTo"] = CallerReport.Belongings(principal.ObjectId, principal.AppId, principal.ResourceId, clusters),
    };

    private JsonNode Write(AccessHolder holder) => new JsonObject
    {
        ["principalId"] = holder.PrincipalId,
        ["kind"] = holder.Kind is { } kind ? CallerReport.KindOf(kind, null) : null,
        ["name"] = holder.DisplayName,
        ["members"] = new JsonArray([.. holder.Members.Select(id => new JsonObject { ["objectId"] = id, ["name"] = NameOf(id) })]),
        ["role"] = holder.RoleName,
        ["scope"] = holder.Scope,
        ["roleAssignmentId"] = holder.RoleAssignmentId,
        ["deniedBy"] = holder.Deny is { } deny ? deny.Name : null,
    };

    private JsonNode Write(HeldRole held) => new JsonObject
    {
        ["role"] = held.RoleName,
        ["roleId"] = held.RoleId,
        ["scope"] = held.Scope,
        ["throughGroup"] = held.ThroughGroup is { } group ? NameOf(group) ?? group : null,
        ["roleAssignmentId"] = held.RoleAssignmentId,
        ["visibleFrom"] = held.VisibleFrom is { } from ? RefusalFacts.Time(from) : null,
    };

    private string? NameOf(string objectId) => search.Find(objectId) is [var only] ? only.DisplayName : null;
}
