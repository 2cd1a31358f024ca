using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// Where an image is imported from, and whether it may be: a registry by its resource id with the caller's rights, or by its login server with credentials of its own.
/// Source: https://learn.microsoft.com/azure/container-registry/container-registry-import-images
/// </summary>
internal sealed class ImportSource(IRegistries registries, ResourceStore resources, SubscriptionIndex subscriptions, IAuthorizer authorizer, ITokenValidator validator, ITokenIssuer issuer)
{
    public const string Pull = "Microsoft.ContainerRegistry/registries/pull/read";

    private const string Read = "Microsoft.ContainerRegistry/registries/read";
    private const string Import = "Microsoft.ContainerRegistry/registries/importImage/action";
    private const string ContentRead = "content/read";

    /// <returns>The source that may be read, or 400 <c>InvalidParameters</c>, 403 <c>LinkedAuthorizationFailed</c>, 404 <c>ResourceNotFound</c>.</returns>
    public async ValueTask<Result<RegistryFacts>> FindAsync(ArmContext context, ImportRequest request, CancellationToken cancellationToken)
    {
        var source = context.Body["source"];
        if (source.Text("resourceId") is { Length: > 0 } resourceId)
        {
            return await ByResourceIdAsync(context, resourceId, cancellationToken);
        }

        var uri = source.Text("registryUri");
        if (registries.Find(uri ?? "") is not { } registry)
        {
            return RegistryErrors.Invalid($"The registry '{uri}' is not one of Verditer's: images are imported from its own registries only.", "source.registryUri")
                .Mend("Push the image to a registry of your own first, or name one with --registry.");
        }

        return await MayPullAsync(context, registry, request.Image.Repository, source.At("credentials"), cancellationToken)
            ? registry
            : RegistryErrors.Invalid($"Unauthorized: the credentials given do not allow to pull '{request.Image.Repository}' from '{registry.LoginServer}'.", "source.credentials");
    }

    private async ValueTask<Result<RegistryFacts>> ByResourceIdAsync(ArmContext context, string text, CancellationToken cancellationToken)
    {
        if (!ResourceId.TryParse(text, out var id) || id.Type != RegistryTypes.Registry)
        {
            return RegistryErrors.Invalid($"'{text}' is not the resource id of a registry.", "source.resourceId");
        }

        foreach (var action in (string[])[Read, Pull])
        {
            if (!authorizer.Check(context.Caller, action, id.Key).Allowed)
            {
                return ArmErrors.LinkedAuthorizationFailed(context.Caller, Import, context.Id.Text, action, id.Text);
            }
        }

        var tenant = subscriptions.Find(id.SubscriptionId)?.TenantId ?? "";
        return await resources.FindAsync(id, cancellationToken) is { } stored && RegistryFactsReader.Read(stored, tenant) is { } facts
            ? facts
            : ArmErrors.ResourceNotFound(id);
    }

    private async ValueTask<bool> MayPullAsync(
        ArmContext context, RegistryFacts registry, string repository, JsonNode? credentials, CancellationToken cancellationToken)
    {
        if (registry.AnonymousPull)
        {
            return true;
        }

        var (user, password) = (credentials.Text("username"), credentials.Text("password"));
        if (string.IsNullOrEmpty(password))
        {
            return false;
        }

        if (string.IsNullOrEmpty(user))
        {
            return MayPull(registry, password);
        }

        if (registries.Verify(registry, user, password) is { } own)
        {
            return own.Scopes is null || own.Scopes.Any(right => right.Action == ContentRead && Covers(right.Repository, repository));
        }

        var signedIn = await issuer.ForClientSecretAsync(registry.TenantId, user, password, Audience.ResourceManager.Values[0], cancellationToken);
        return signedIn.Token is { } token && MayPull(registry, token.Value);
    }

    /// <summary>True when the bearer of a token of Entra ID may pull.</summary>
    private bool MayPull(RegistryFacts registry, string token) =>
        validator.Validate(token, Audience.ResourceManager).TryGet(out var caller, out _)
        && caller.TenantId == registry.TenantId && authorizer.Check(caller, Pull, registry.Id.Key).Allowed;

    private static bool Covers(string pattern, string repository) =>
        pattern.EndsWith('*') ? repository.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == repository;
}
