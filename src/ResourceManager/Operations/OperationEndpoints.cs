using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;

namespace Verditer.ResourceManager;

/// <summary>The status of long operations: for whoever started one, and for whoever may read what it works on.</summary>
internal sealed class OperationEndpoints(IOperations operations, IAuthorizer authorizer)
{
    private const string Located = "/subscriptions/{subscriptionId}/providers/{namespace}/locations/{location}";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", Located + "/operations/{operationId}", null, StatusAsync),
        new("GET", Located + "/operationStatuses/{operationId}", null, StatusAsync),
        new("GET", Located + "/operationresults/{operationId}", null, ResultAsync),
        new("GET", "/subscriptions/{subscriptionId}/operationresults/{operationId}", null, ResultAsync),
    ];

    private async ValueTask<Result<ArmResponse>> StatusAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(context, cancellationToken)).TryGet(out var operation, out var error))
        {
            return error;
        }

        JsonObject node = new()
        {
            ["id"] = context.Request.Path,
            ["name"] = operation.Id,
            ["status"] = operation.Status.ToString(),
            ["startTime"] = Time(operation.StartTime),
        };
        if (operation.EndTime is { } end)
        {
            node["endTime"] = Time(end);
        }

        if (operation.Error is { } failure)
        {
            node["error"] = ErrorBody.Node(failure);
        }

        if (operation.Result is { } result)
        {
            node["properties"] = result.DeepClone();
        }

        var response = ArmResponse.Ok(node);
        return operation.Ended ? response : response.WithHeader("Retry-After", "1");
    }

    /// <summary>202 while it runs; then 200 with what the operation answers, 204 when that is nothing, or its refusal.</summary>
    private async ValueTask<Result<ArmResponse>> ResultAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(context, cancellationToken)).TryGet(out var operation, out var error))
        {
            return error;
        }

        if (!operation.Ended)
        {
            return ArmResponse.Accepted(
                new("Location", context.Link($"{context.Request.Path}?api-version={context.ApiVersion}")), new("Retry-After", "1"));
        }

        return operation.Error is { } failure ? failure
            : operation.Result is { } result ? ArmResponse.Ok(result)
            : new ArmResponse(context.Target.Values.ContainsKey("namespace") ? 204 : 200, default);
    }

    private async ValueTask<Result<OperationRecord>> FindAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var id = context.Target.Values["operationId"];
        var found = await operations.FindAsync(id, cancellationToken);
        var visible = found is not null && found.TenantId == context.Caller.TenantId
            && string.Equals(found.SubscriptionId, context.Id.SubscriptionId, StringComparison.OrdinalIgnoreCase)
            && (AsyncHeaders.StartedBy(found, context.Caller) || MayReadResource(context.Caller, found));
        return visible ? found! : new ArmError(404, "OperationNotFound", $"The operation '{id}' could not be found.");
    }

    private bool MayReadResource(Caller caller, OperationRecord operation) =>
        ResourceId.TryParse(operation.ResourceId, out var id)
        && authorizer.Check(caller, ActionNames.Of(id.Type, "read"), id.Key).Allowed;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
