using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.InstanceMetadata;

/// <summary>Reads the resource that a machine belongs to, and others that it names, as they are stored at this moment.</summary>
internal sealed class MachineOwner(IDocumentStore documents, IDirectory directory)
{
    /// <summary>Where Resource Manager keeps its resources, by their lower-cased id.</summary>
    public const string Collection = "resources";

    /// <summary>The machine's owner as a GET answers it; null when it is gone.</summary>
    public ValueTask<JsonObject?> FindAsync(MetadataMachine machine, CancellationToken cancellationToken) =>
        FindAsync(machine.OwnerResourceId, cancellationToken);

    /// <summary>A resource as a GET answers it; null when there is none.</summary>
    public async ValueTask<JsonObject?> FindAsync(string resourceId, CancellationToken cancellationToken)
    {
        var document = await documents.GetAsync(Collection, resourceId.ToLowerInvariant(), cancellationToken);
        return document is null ? null : Json.ParseObject(document.Body.Span);
    }

    /// <summary>
    /// The identities that the resource carries and the directory knows. One that was made anew under the same id is another: the resource stores whose it was given.
    /// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-manage-user-assigned-managed-identities
    /// </summary>
    public async ValueTask<IReadOnlyList<ManagedIdentity>> IdentitiesAsync(MetadataMachine machine, CancellationToken cancellationToken)
    {
        var section = (await FindAsync(machine, cancellationToken))?["identity"];
        var type = section.Text("type") ?? "";
        var ids = new List<(string Id, ManagedIdentityKind Kind, string? PrincipalId)>();
        if (type.Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase))
        {
            ids.Add((machine.OwnerResourceId, ManagedIdentityKind.SystemAssigned, section.Text("principalId")));
        }

        if (type.Contains("UserAssigned", StringComparison.OrdinalIgnoreCase) && section.At("userAssignedIdentities") is JsonObject assigned)
        {
            ids.AddRange(assigned.Select(a => (a.Key, ManagedIdentityKind.UserAssigned, a.Value.Text("principalId"))));
        }

        return [.. ids
            .Select(id => directory.FindManagedIdentity(id.Id) is { } found && found.Kind == id.Kind && found.PrincipalId == id.PrincipalId ? found : null)
            .OfType<ManagedIdentity>()];
    }
}
