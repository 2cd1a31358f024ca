using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>Who asked: what it is, both of its ids, and what it belongs to.</summary>
internal static class CallerReport
{
    public static JsonObject Write(RefusedCaller caller, IReadOnlyList<ClusterIdentities> clusters) => new()
    {
        ["kind"] = KindOf(caller.Kind, caller.ResourceId),
        ["name"] = caller.DisplayName ?? caller.ClientName,
        ["objectId"] = caller.ObjectId,
        ["clientId"] = caller.AppId,
        ["tenantId"] = caller.TenantId,
        ["resourceId"] = caller.ResourceId,
        ["belongsTo"] = Belongings(caller.ObjectId, caller.AppId, caller.ResourceId, clusters),
        ["groups"] = new JsonArray([.. caller.Groups.Select(g => JsonValue.Create(g))]),
        ["tokenIssued"] = caller.TokenIssued is { } issued ? RefusalFacts.Time(issued) : null,
        ["tokenEnds"] = caller.TokenEnds is { } ends ? RefusalFacts.Time(ends) : null,
    };

    public static string KindOf(PrincipalKind kind, string? resourceId) => resourceId is not null ? "managed identity" : kind switch
    {
        PrincipalKind.User => "user",
        PrincipalKind.Group => "group",
        _ => "service principal",
    };

    public static JsonArray Belongings(string objectId, string? clientId, string? resourceId, IReadOnlyList<ClusterIdentities> clusters)
    {
        List<string> words = [.. clusters.Select(c => c.RoleOf(objectId, clientId)).OfType<string>()];
        if (resourceId is not null)
        {
            words.Add($"the resource {resourceId}");
        }

        return new([.. words.Select(w => JsonValue.Create(w))]);
    }
}
