using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>Makes objects. Source: apiserver's <c>registry/rest/create.go</c>.</summary>
internal sealed class ObjectCreator(RegistryParts parts)
{
    /// <summary>What is taken by somebody else in the same moment is chosen anew so many times.</summary>
    private const int Attempts = 16;

    /// <summary>A generated name that is taken is generated anew so many times.</summary>
    private const int NameAttempts = 8;

    /// <param name="value">In the stored version. It becomes the store's: the caller must not use it any more.</param>
    public async ValueTask<WriteResult> CreateAsync(
        ResourceKind kind, string @namespace, JsonObject value, WriteOptions options, CancellationToken cancellationToken)
    {
        if (Place(kind, @namespace, value) is { } misplaced)
        {
            return misplaced;
        }

        var metadata = value.Metadata();
        if (metadata.Text("resourceVersion") is { Length: > 0 })
        {
            return KubernetesErrors.BadRequest("resourceVersion should not be set on objects to be created");
        }

        if (metadata.Text("name") is { Length: > 0 } || metadata.Text("generateName") is not { Length: > 0 } prefix)
        {
            return await CreateNamedAsync(kind, @namespace, value, options, cancellationToken);
        }

        for (var attempt = 1; ; attempt++)
        {
            var named = value.Copy();
            named.Metadata()["name"] = ObjectMeta.GenerateName(prefix);
            var result = await CreateNamedAsync(kind, @namespace, named, options, cancellationToken);
            if (result.Error?.Reason != "AlreadyExists" || attempt == NameAttempts)
            {
                return result;
            }
        }
    }

    private async ValueTask<WriteResult> CreateNamedAsync(
        ResourceKind kind, string @namespace, JsonObject value, WriteOptions options, CancellationToken cancellationToken)
    {
        Stamp(kind, value, value.Metadata());
        var rules = parts.RulesOf(kind.Stored);
        rules?.PrepareForCreate(value);
        DefaultTable.Apply(kind.Stored, value);
        rules?.Default(value);
        for (var attempt = 1; ; attempt++)
        {
            var (result, again) = await TryAsync(kind, @namespace, value, options, cancellationToken);
            if (!again || attempt == Attempts)
            {
                return result;
            }
        }
    }

    private async ValueTask<(WriteResult Result, bool Again)> TryAsync(
        ResourceKind kind, string @namespace, JsonObject value, WriteOptions options, CancellationToken cancellationToken)
    {
        if (parts.Admit(new(kind, @namespace, value, null, options.User)) is { } refusal)
        {
            return (refusal, false);
        }

        var offered = parts.AllocatorOf(kind.Stored) is null ? value : value.Copy();
        var writes = new List<Write>();
        if (parts.Check(kind, offered, null, writes) is { } invalid)
        {
            return (invalid, false);
        }

        var place = new ObjectPlace(kind.Stored, @namespace, offered.Name());
        if (options.DryRun)
        {
            return (parts.Store.Find(place.Resource, place.Namespace, place.Name) is null
                ? new StoredObject(place.Resource, place.Namespace, place.Name, 0, ObjectBytes.Of(offered))
                : KubernetesErrors.AlreadyExists(kind.Resource, place.Name), false);
        }

        var outcome = await parts.Store.CreateAsync(place, offered, writes, cancellationToken);
        if (outcome.Object is { } stored)
        {
            return (new WriteResult(stored, null) { Created = true }, false);
        }

        return (KubernetesErrors.AlreadyExists(kind.Resource, place.Name), outcome.Conflict!.Key != place.Key);
    }

    private static KubernetesError? Place(ResourceKind kind, string @namespace, JsonObject value)
    {
        if (!kind.Namespaced)
        {
            value.Metadata().Remove("namespace");
            return null;
        }

        var own = value.Namespace();
        if (own.Length > 0 && own != @namespace)
        {
            return KubernetesErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        value.Metadata()["namespace"] = @namespace;
        return null;
    }

    private void Stamp(ResourceKind kind, JsonObject value, JsonObject metadata)
    {
        value["kind"] = kind.Kind;
        value["apiVersion"] = kind.StoredApiVersion;
        foreach (var member in (ReadOnlySpan<string>)["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion", "generation"])
        {
            metadata.Remove(member);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = parts.Now();
        if (kind.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        if (kind.HasStatus)
        {
            value.Remove("status");
        }

        ObjectMeta.RemoveEmpty(metadata);
    }
}
