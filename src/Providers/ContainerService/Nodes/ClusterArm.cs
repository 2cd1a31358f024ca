using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>Resource Manager, as AKS calls it for what a cluster stands on: every call has a real token and is checked like any other.</summary>
internal sealed class ClusterArm(IArmClient arm)
{
    public Task<Result<JsonObject>> PutAsync(string token, ResourceId id, string apiVersion, JsonObject body, CancellationToken cancellationToken) =>
        WriteAsync("PUT", token, id, apiVersion, body, cancellationToken);

    /// <summary>Merges the body into the resource; null takes away.</summary>
    public async Task<ArmError?> PatchAsync(string token, ResourceId id, string apiVersion, JsonObject body, CancellationToken cancellationToken) =>
        (await WriteAsync("PATCH", token, id, apiVersion, body, cancellationToken)).Error;

    private async Task<Result<JsonObject>> WriteAsync(string method, string token, ResourceId id, string apiVersion, JsonObject body, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(token, method, $"{id.Text}?api-version={apiVersion}", body, cancellationToken);
        return reply.Error is { } error ? error : reply.Body as JsonObject ?? [];
    }

    /// <summary>The resource; null where there is none.</summary>
    public async Task<Result<JsonObject?>> FindAsync(string token, ResourceId id, string apiVersion, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(token, "GET", $"{id.Text}?api-version={apiVersion}", cancellationToken: cancellationToken);
        return reply.Status == 404 ? (JsonObject?)null : reply.Error is { } error ? error : reply.Body as JsonObject;
    }

    /// <summary>Makes the resource where there is none; what others have changed in it since stays.</summary>
    public async Task<ArmError?> EnsureAsync(string token, ResourceId id, string apiVersion, Func<JsonObject> body, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(token, id, apiVersion, cancellationToken)).TryGet(out var found, out var error))
        {
            return error;
        }

        return found is null ? (await PutAsync(token, id, apiVersion, body(), cancellationToken)).Error : null;
    }

    public async Task<ArmError?> DeleteAsync(string token, ResourceId id, string apiVersion, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(token, "DELETE", $"{id.Text}?api-version={apiVersion}", cancellationToken: cancellationToken);
        return reply.Status == 404 ? null : reply.Error;
    }

    /// <summary>The elements of a list, all of its pages.</summary>
    public async Task<Result<IReadOnlyList<JsonObject>>> ListAsync(string token, string path, string apiVersion, CancellationToken cancellationToken)
    {
        List<JsonObject> all = [];
        for (var next = $"{path}?api-version={apiVersion}"; next is not null;)
        {
            var reply = await arm.SendAsync(token, "GET", next, cancellationToken: cancellationToken);
            if (reply.Status == 404)
            {
                return all;
            }

            if (reply.Error is { } error)
            {
                return error;
            }

            all.AddRange((reply.Body.At("value") as JsonArray ?? []).OfType<JsonObject>());
            next = reply.Body.Text("nextLink") is { } link ? new Uri(link).PathAndQuery : null;
        }

        return all;
    }

    /// <summary>Gives a principal a built-in role at a scope, under a name that follows from both: a repeated call changes nothing.</summary>
    public async Task<ArmError?> GrantAsync(string token, ResourceId scope, string role, string principalId, CancellationToken cancellationToken)
    {
        JsonObject body = new()
        {
            ["properties"] = new JsonObject
            {
                ["roleDefinitionId"] = RoleAssignmentDocument.BuiltIn(scope.SubscriptionId!, role),
                ["principalId"] = principalId,
                ["principalType"] = "ServicePrincipal",
            },
        };
        var result = await PutAsync(token, RoleAssignmentDocument.IdFor(scope, role, principalId), ArmVersions.RoleAssignments, body, cancellationToken);
        return result.Error is { Code: "RoleAssignmentExists" } ? null : result.Error;
    }
}

/// <summary>The api-versions with which AKS calls other providers.</summary>
internal static class ArmVersions
{
    public const string Groups = "2021-04-01";
    public const string RoleAssignments = "2022-04-01";
    public const string Identities = "2023-01-31";
    public const string Network = "2023-04-01";
    public const string Compute = "2023-09-01";
    public const string NetworkInterfaces = "2018-10-01";
}
