using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>The admin user's two passwords. Source: https://learn.microsoft.com/rest/api/containerregistry/registries/list-credentials</summary>
internal sealed class AdminCredentials(PasswordVault vault, ActionCommit commit, TimeProvider time)
{
    private static readonly string[] Names = ["password", "password2"];

    public static IReadOnlyList<NewPassword> MakeBoth(DateTimeOffset now) => [.. Names.Select(name => NewPassword.Make(name, now))];

    public async ValueTask<Result<ArmResponse>> ListAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var registry = context.Existing!;
        return await FindAsync(registry, cancellationToken) is { } passwords ? ArmResponse.Ok(Answer(registry.Id, passwords)) : RegistryErrors.AdminUserDisabled(registry.Id);
    }

    public async ValueTask<Result<ArmResponse>> RegenerateAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var registry = context.Existing!;
        var asked = context.Body.Text("name");
        if (Array.Find(Names, name => name.Equals(asked, StringComparison.OrdinalIgnoreCase)) is not { } name)
        {
            return RegistryErrors.Invalid($"The password name '{asked}' is not one of {string.Join(", ", Names)}.", "name");
        }

        if (await FindAsync(registry, cancellationToken) is not { } passwords)
        {
            return RegistryErrors.AdminUserDisabled(registry.Id);
        }

        var made = vault.Seal(registry.Id, NewPassword.Make(name, time.GetUtcNow()));
        List<StoredPassword> now = [.. passwords.Select(p => p.Name == name ? made : p)];
        var batch = new WriteBatch().Require(StoredResource.Collection, registry.Id.Key, registry.Revision);
        PasswordVault.Put(batch, registry.Id, now);
        return await commit.AnswerAsync(batch, registry.Id, Answer(registry.Id, now), cancellationToken);
    }

    /// <summary>Null where there is no admin user.</summary>
    private async ValueTask<IReadOnlyList<StoredPassword>?> FindAsync(StoredResource registry, CancellationToken cancellationToken) =>
        registry.Properties.Flag("adminUserEnabled") == true ? await vault.FindAsync(registry.Id, cancellationToken) : null;

    private JsonObject Answer(ResourceId registry, IEnumerable<StoredPassword> passwords) => new()
    {
        ["username"] = registry.Name,
        ["passwords"] = new JsonArray([.. passwords.Select(p => (JsonNode)new JsonObject { ["name"] = p.Name, ["value"] = vault.Open(registry, p) })]),
    };
}
