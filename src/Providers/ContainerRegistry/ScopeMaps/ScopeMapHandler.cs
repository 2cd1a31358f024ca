using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Scope maps: lists of actions on repositories, for tokens. Source: https://learn.microsoft.com/rest/api/containerregistry/scope-maps</summary>
internal sealed partial class ScopeMapHandler(ScopedAccessLimit limit, TimeProvider time) : ResourceTypeHandler(RegistryTypes.ScopeMap)
{
    /// <summary>Repositories in one scope map.</summary>
    private const int MostRepositories = 500;

    public override NameRule NameRule { get; } = new(5, 50, Pattern(), "The name of a scope map has 5 to 50 letters, digits and hyphens.");

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (request.Existing is { } existing && BuiltInScopeMaps.IsOne(existing))
        {
            return Unchangeable(request.Id, "changed");
        }

        if (CheckActions(request.Properties["actions"]) is { } wrong)
        {
            return wrong;
        }

        if (request.IsCreation && await limit.CheckAsync(request.Id, cancellationToken) is { } full)
        {
            return full;
        }

        var now = time.GetUtcNow();
        request.Properties["type"] = "UserDefined";
        request.Properties["creationDate"] = request.Existing?.Properties.Text("creationDate") ?? ArmTime.Write(now);
        request.Properties["provisioningState"] = "Succeeded";
        SystemData.Apply(request, now);
        return new WritePlan(request.Body);
    }

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(BuiltInScopeMaps.IsOne(existing) ? Unchangeable(existing.Id, "deleted") : DeletePlan.Now);

    private static ArmError? CheckActions(JsonNode? actions)
    {
        var texts = ScopeMapAction.Texts(actions).ToList();
        if (texts.Find(a => !ScopeMapAction.IsValid(a)) is { } wrong)
        {
            return RegistryErrors.Invalid(
                $"The action '{wrong}' is not valid. Actions look like 'repositories/hello-world/content/read'; a name may end with '*'.", "properties.actions");
        }

        return ScopeMapAction.Rights(actions).DistinctBy(r => r.Repository).Count() > MostRepositories
            ? RegistryErrors.Invalid($"A scope map has at most {MostRepositories} repositories.", "properties.actions")
            : null;
    }

    private static ArmError Unchangeable(ResourceId id, string verb) =>
        new ArmError(400, "SystemDefinedScopeMap", $"The scope map '{id.Name}' is defined by the system and cannot be {verb}.")
            .Mend("Make one of your own: az acr scope-map create");

    [GeneratedRegex(@"^[A-Za-z0-9-]+\z")]
    private static partial Regex Pattern();
}
