using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>The object in a body is the one that the path names. Source: apiserver's <c>endpoints/handlers/rest.go</c>, <c>registry/rest/meta.go</c>.</summary>
internal static class ObjectIdentity
{
    /// <param name="nameless">The body need not repeat the name.</param>
    public static KubernetesError? Check(ApiCall call, JsonObject value, bool nameless = false)
    {
        if (value.Namespace() is { Length: > 0 } @namespace && call.Kind.Namespaced && @namespace != call.Namespace)
        {
            return KubernetesErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        return value.Name() switch
        {
            "" when nameless => null,
            "" => KubernetesErrors.BadRequest($"the name of the object ({call.Name} based on URL) was undeterminable: name must be provided"),
            var name when name != call.Name => KubernetesErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({call.Name})"),
            _ => null,
        };
    }

    public static KubernetesError? CheckKind(ApiCall call, JsonObject value)
    {
        var expected = call.Kind.ApiVersion(call.Target.Version);
        var (kind, apiVersion) = (value.Text("kind"), value.Text("apiVersion"));
        if (kind is { Length: > 0 } && kind != call.Kind.Kind)
        {
            return KubernetesErrors.BadRequest($"{kind} in version \"{apiVersion}\" cannot be handled as a {call.Kind.Kind}: converting ({kind}) to ({call.Kind.Kind}): unknown conversion");
        }

        return apiVersion is { Length: > 0 } && apiVersion != expected
            ? KubernetesErrors.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({expected})")
            : null;
    }

    /// <summary>A configuration that is applied must say what it is.</summary>
    public static KubernetesError? CheckApplied(ApiCall call, JsonObject value)
    {
        var (expected, version) = (call.Kind.ApiVersion(call.Target.Version), value.Text("apiVersion") ?? "");
        if (version != expected)
        {
            return KubernetesErrors.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {expected}");
        }

        return value.Text("kind") is not { Length: > 0 } ? KubernetesErrors.BadRequest("Object 'Kind' is missing in the apply patch")
            : value.At("metadata", "managedFields") is not null ? KubernetesErrors.BadRequest("metadata.managedFields must be nil")
            : CheckKind(call, value);
    }
}
