using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Refusals of Microsoft.ContainerRegistry. Where the specification calls a text believed, Azure's own is not known.</summary>
internal static class RegistryErrors
{
    public static ArmError LoginServerInUse(string loginServer) => new(409, "AlreadyInUse",
        $"The registry DNS name {loginServer} is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability");

    public static ArmError NameInUse(string name) => new(409, "RegistryNameAlreadyInUse",
        $"The registry name {name} is already in use. You can check if the name is already claimed using following API: https://aka.ms/acr/check-name-availability");

    public static ArmError AdminUserDisabled(ResourceId registry) => new ArmError(400, "UnAuthorizedForCredentialOperations",
        $"Cannot perform credential operations for {registry.Text} as admin user is disabled. Kindly enable admin user as per docs: https://docs.microsoft.com/en-us/azure/container-registry/container-registry-authentication#admin-account")
        .Mend($"Enable it: az acr update -n {registry.Name} --admin-enabled true");

    public static ArmError BeingDeleted(ResourceId registry) => new(409, "RegistryBeingDeleted", $"The registry {registry.Name} is being deleted.");

    /// <summary>Two changes at once; the one that came later is refused.</summary>
    public static ArmError Busy(ResourceId id) => new(409, "Conflict", $"Another operation is in progress on '{id.Text}'. Try again.");

    public static ArmError Invalid(string message, string? target = null) => new(400, "InvalidParameters", message, target);
}
