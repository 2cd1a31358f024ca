namespace Verditer.Directory;

/// <summary>A refusal in Graph's form.</summary>
/// <param name="Status">HTTP status.</param>
/// <remarks>Source: https://learn.microsoft.com/graph/errors</remarks>
internal sealed record GraphError(int Status, string Code, string Message)
{
    public static GraphError NotFound(string id) => new(404, "Request_ResourceNotFound",
        $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    public static GraphError Denied() => new(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    public static GraphError Bad(string message) => new(400, "Request_BadRequest", message);

    public static GraphError InvalidFilter(string reason) => new(400, "BadRequest", $"Invalid filter clause: {reason}");

    public static GraphError NotJson() => new(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");

    public static GraphError NoSegment(string segment) => new(400, "BadRequest", $"Resource not found for the segment '{segment}'.");

    public static GraphError NotDelegated() => new(400, "BadRequest", "/me request is only valid with delegated authentication flow.");

    public static GraphError NameInUse(string name) => new(409, "Request_MultipleObjectsWithSameKeyValue",
        $"The service principal cannot be created, updated, or restored because the service principal name {name} is already in use.");
}
