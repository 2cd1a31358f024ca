using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// Tokens: users of a registry whose rights are a scope map's, with up to two passwords that may end. Passwords are made by <c>generateCredentials</c>; a write that
/// lists some takes the others away. Source: https://learn.microsoft.com/rest/api/containerregistry/tokens
/// </summary>
internal sealed partial class TokenHandler(ResourceStore resources, PasswordVault vault, ScopedAccessLimit limit, TimeProvider time) : ResourceTypeHandler(RegistryTypes.Token)
{
    public override NameRule NameRule { get; } = new(5, 50, Pattern(), "The name of a token has 5 to 50 letters, digits and hyphens.");

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (await CheckScopeMapAsync(request, cancellationToken) is { } wrong)
        {
            return wrong;
        }

        if (request.IsCreation && await limit.CheckAsync(request.Id, cancellationToken) is { } full)
        {
            return full;
        }

        var now = time.GetUtcNow();
        var kept = Kept(await vault.FindAsync(request.Id, cancellationToken) ?? [], request.Sent.At("properties", "credentials", "passwords"));
        request.Properties["status"] ??= "enabled";
        request.Properties["creationDate"] = request.Existing?.Properties.Text("creationDate") ?? ArmTime.Write(now);
        request.Properties["provisioningState"] = "Succeeded";
        request.Properties["credentials"] = TokenPasswords.Shown(kept);
        SystemData.Apply(request, now);
        return new WritePlan(request.Body) { Also = batch => PasswordVault.Put(batch, request.Id, kept) };
    }

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(new DeletePlan { Also = batch => PasswordVault.Remove(batch, existing.Id) });

    private static List<StoredPassword> Kept(IReadOnlyList<StoredPassword> passwords, JsonNode? listed)
    {
        var names = listed is JsonArray array ? array.Select(p => p.Text("name")).ToHashSet(StringComparer.OrdinalIgnoreCase) : null;
        return [.. passwords.Where(p => names?.Contains(p.Name) != false)];
    }

    private async ValueTask<ArmError?> CheckScopeMapAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var text = request.Properties.Text("scopeMapId");
        var isOurs = ResourceId.TryParse(text, out var id) && id.Type == RegistryTypes.ScopeMap && id.Parent!.Equals(request.Id.Parent);
        return isOurs && await resources.FindAsync(id!, cancellationToken) is not null
            ? null
            : RegistryErrors.Invalid($"The scope map '{text}' of the token {request.Id.Name} is not one of the registry {request.Id.Parent!.Name}.", "properties.scopeMapId");
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]+\z")]
    private static partial Regex Pattern();
}
