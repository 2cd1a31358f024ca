namespace Verditer.Directory;

/// <summary>Refusals because something is there already.</summary>
internal sealed partial record GraphError
{
    public static GraphError ServicePrincipalNameInUse(string name) => new(409, "Request_MultipleObjectsWithSameKeyValue",
        $"The service principal cannot be created, updated, or restored because the service principal name {name} is already in use.");

    /// <summary>Others got in between each time, or a name is taken by what cannot be found by it.</summary>
    public static GraphError Concurrent() => new(409, "Directory_ConcurrencyViolation", "The object was changed by another request at the same time. Please try again.");

    public static GraphError SameValue(string property)
    {
        var message = $"Another object with the same value for property {property} already exists.";
        return Bad(message) with { Detail = new("ObjectConflict", message, property) };
    }

    public static GraphError ReferenceExists(string relation) =>
        Bad($"One or more added object references already exist for the following modified properties: '{relation}'.");

    public static GraphError FederatedNameInUse(string name) => new(409, "Request_MultipleObjectsWithSameKeyValue",
        $"FederatedIdentityCredential with name {name} already exists.");

    public static GraphError SamePermission() => new(400, "Request_BadRequest", "Permission being assigned already exists on the object");

    public static GraphError SameGrant() => new(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.");

    public static GraphError SameRoleAssignment() => new(400, "Request_BadRequest",
        "A conflicting object with one or more of the specified property values is present in the directory.");
}
