using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// <c>generateCredentials</c>: new passwords for a token, one that is named or both. They are answered at once and never again: an operation would have to keep them.
/// Source: https://learn.microsoft.com/rest/api/containerregistry/registries/generate-credentials
/// </summary>
internal sealed class GenerateCredentials(ResourceStore resources, PasswordVault vault, ActionCommit commit, TimeProvider time)
{
    public async ValueTask<Result<ArmResponse>> RunAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!(await FindTokenAsync(context, cancellationToken)).TryGet(out var token, out var missing))
        {
            return missing;
        }

        if (!Names(context.Body.Text("name")).TryGet(out var names, out var unknown))
        {
            return unknown;
        }

        if (!Ends(context.Body.Text("expiry")).TryGet(out var ends, out var wrong))
        {
            return wrong;
        }

        var made = names.Select(name => NewPassword.Make(name, time.GetUtcNow(), ends)).ToList();
        var before = await vault.FindAsync(token.Id, cancellationToken) ?? [];
        List<StoredPassword> now = [.. before.Where(p => !names.Contains(p.Name)).Concat(made.Select(m => m.Stored)).OrderBy(p => p.Name, StringComparer.Ordinal)];
        var body = token.Body.Copy();
        body.Section("properties")["credentials"] = TokenPasswords.Shown(now);
        var batch = new WriteBatch();
        ResourceStore.Put(batch, token.Id, body, token);
        PasswordVault.Put(batch, token.Id, now);
        return await commit.AnswerAsync(batch, token.Id, Answer(token.Id, made), cancellationToken);
    }

    private async ValueTask<Result<StoredResource>> FindTokenAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var text = context.Body.Text("tokenId");
        var isOurs = ResourceId.TryParse(text, out var id) && id.Type == RegistryTypes.Token && id.Parent!.Equals(context.Id);
        if (!isOurs)
        {
            return RegistryErrors.Invalid($"The token '{text}' is not one of the registry {context.Id.Name}.", "tokenId");
        }

        return await resources.FindAsync(id!, cancellationToken) is { } found
            ? found with { Id = ResourceId.Parse(found.Body.Text("id") ?? id!.Text) }
            : ArmErrors.ResourceNotFound(id!);
    }

    private static Result<List<string>> Names(string? asked)
    {
        List<string> names = [.. TokenPasswords.Names.Where(name => asked is null || name.Equals(asked, StringComparison.OrdinalIgnoreCase))];
        return names.Count > 0 ? names : RegistryErrors.Invalid($"The password name '{asked}' is not one of {string.Join(", ", TokenPasswords.Names)}.", "name");
    }

    private Result<DateTimeOffset?> Ends(string? expiry)
    {
        if (expiry is null)
        {
            return (DateTimeOffset?)null;
        }

        if (!DateTimeOffset.TryParse(expiry, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var ends))
        {
            return RegistryErrors.Invalid($"The expiry '{expiry}' is not a time in ISO 8601.", "expiry");
        }

        return ends > time.GetUtcNow() ? (DateTimeOffset?)ends : RegistryErrors.Invalid($"The expiry '{expiry}' is in the past.", "expiry");
    }

    private static JsonObject Answer(ResourceId token, IEnumerable<NewPassword> made) => new()
    {
        ["username"] = token.Name,
        ["passwords"] = new JsonArray([.. made.Select(m => (JsonNode)With(TokenPasswords.Describe(m.Stored), m.Value))]),
    };

    private static JsonObject With(JsonObject described, string value)
    {
        described["value"] = value;
        return described;
    }
}
