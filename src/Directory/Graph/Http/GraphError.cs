namespace Verditer.Directory;

/// <summary>A refusal in Graph's form.</summary>
/// <param name="Status">HTTP status.</param>
/// <remarks>Source: https://learn.microsoft.com/graph/errors</remarks>
internal sealed partial record GraphError(int Status, string Code, string Message)
{
    /// <summary>What is wrong with one property, as Graph adds it under <c>details</c>.</summary>
    public GraphErrorDetail? Detail { get; init; }

    /// <summary>What decided a refusal of the token. Not sent.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    public static GraphError NotFound(string id) => new(404, "Request_ResourceNotFound",
        $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    public static GraphError Denied() => new(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    public static GraphError Bad(string message) => new(400, "Request_BadRequest", message);

    public static GraphError Missing(string property, string resource) =>
        Bad($"A value is required for property '{property}' of resource '{resource}'.");

    public static GraphError Invalid(string property, string resource) =>
        Bad($"Invalid value specified for property '{property}' of resource '{resource}'.");

    /// <summary>A property of this kind cannot be set.</summary>
    public static GraphError ReadOnly(string property, string resource) =>
        Bad($"Property '{property}' is read-only and cannot be set on resource '{resource}'.");

    public static GraphError NotJson() => new(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");

    public static GraphError TooLarge() => new(413, "RequestEntityTooLarge", "The request body is too large.");

    public static GraphError NoSegment(string segment) => new(400, "BadRequest", $"Resource not found for the segment '{segment}'.");

    public static GraphError WrongMethod() => new(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");

    public static GraphError NotDelegated() => new(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
}

/// <param name="Code">Such as <c>ObjectConflict</c>.</param>
/// <param name="Target">The property.</param>
internal sealed record GraphErrorDetail(string Code, string Message, string Target);
