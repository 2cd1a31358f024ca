using Verditer.Core;
using Verditer.Operations;

namespace Verditer.ResourceManager;

/// <summary>
/// How a client follows a long operation: <c>Azure-AsyncOperation</c>, <c>Location</c>, <c>Retry-After</c>.
/// Source: https://github.com/Azure/azure-resource-manager-rpc/blob/master/v1.0/async-api-reference.md
/// </summary>
public static class AsyncHeaders
{
    private const string RetryAfterSeconds = "1";
    private const string CallerNote = "caller";

    /// <summary>Notes who started an operation: that caller may follow it even when its rights have gone with what it deletes.</summary>
    public static NewOperation Mark(NewOperation operation, Caller caller)
    {
        var state = operation.State.Copy();
        state[CallerNote] = caller.ObjectId;
        return operation with { State = state };
    }

    public static bool StartedBy(OperationRecord operation, Caller caller) => operation.State.Text(CallerNote) == caller.ObjectId;

    public static ArmResponse ForWrite(ArmResponse response, ArmContext context, OperationRecord operation) =>
        response.WithHeader("Azure-AsyncOperation", Status(context, operation)).WithHeader("Retry-After", RetryAfterSeconds);

    public static ArmResponse ForDelete(ArmContext context, OperationRecord operation)
    {
        // A group has no Azure-AsyncOperation: its clients follow Location.
        if (context.Target.Type == ResourceType.ResourceGroup)
        {
            return ArmResponse.Accepted(
                new("Location", context.Link($"/subscriptions/{operation.SubscriptionId}/operationresults/{operation.Id}?api-version={context.ApiVersion}")),
                new("Retry-After", RetryAfterSeconds));
        }

        return ForAction(context, operation);
    }

    /// <summary>202 for an action or a deletion.</summary>
    public static ArmResponse ForAction(ArmContext context, OperationRecord operation) => ArmResponse.Accepted(
        new("Azure-AsyncOperation", Status(context, operation)),
        new("Location", Url(context, operation, "operationresults")),
        new("Retry-After", RetryAfterSeconds));

    /// <summary>The id of the operation that an answer tells to follow, or null.</summary>
    public static string? OperationOf(ArmReply reply) =>
        (reply.Headers.GetValueOrDefault("Azure-AsyncOperation") ?? (reply.Status == 202 ? reply.Headers.GetValueOrDefault("Location") : null)) is { } link
            ? link.Split('?')[0].Split('/')[^1]
            : null;

    private static string Status(ArmContext context, OperationRecord operation) => Url(context, operation, "operations");

    private static string Url(ArmContext context, OperationRecord operation, string kind) => context.Link(
        $"/subscriptions/{operation.SubscriptionId}/providers/{operation.Provider}/locations/{operation.Location ?? "global"}/{kind}/{operation.Id}?api-version={context.ApiVersion}");
}
