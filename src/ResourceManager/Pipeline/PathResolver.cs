using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>What a path leads to: an endpoint, or a resource type and its handler.</summary>
public sealed record ResolvedPath(ArmTarget Target, ArmEndpoint? Endpoint, ResourceTypeHandler? Handler);

/// <summary>Reads paths. Endpoints come first, then the grammar of resource ids; what was resolved is remembered, within bounds.</summary>
public sealed class PathResolver(ResourceTypeRegistry types, IEnumerable<ArmEndpoint> endpoints)
{
    private const int Remembered = 20_000;

    private readonly ILookup<(string, int), EndpointTemplate> _endpoints =
        endpoints.Select(e => new EndpointTemplate(e)).ToLookup(t => (t.Endpoint.Method, t.Length));

    private readonly ConcurrentDictionary<(string, string), ResolvedPath> _known = new();

    // The dictionary's own count takes all of its locks.
    private int _count;

    public Result<ResolvedPath> Resolve(string method, string path)
    {
        if (_known.TryGetValue((method, path), out var known))
        {
            return known;
        }

        var result = ResolveAnew(method, path);
        if (result.Error is null)
        {
            if (Interlocked.Increment(ref _count) > Remembered)
            {
                _known.Clear();
                Interlocked.Exchange(ref _count, 1);
            }

            _known[(method, path)] = result.Value;
        }

        return result;
    }

    private Result<ResolvedPath> ResolveAnew(string method, string path)
    {
        // "az resource show" writes an empty segment between a namespace and a type; ARM reads over it.
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0 || Array.Exists(segments, string.IsNullOrWhiteSpace))
        {
            return NotFound(path);
        }

        path = "/" + string.Join('/', segments);

        foreach (var template in _endpoints[(method, segments.Length)])
        {
            if (template.Match(segments) is { } values)
            {
                if (values.Values.FirstOrDefault(v => !ResourceId.IsName(v)) is { } wrong)
                {
                    return CheckResourceName.Refuse(wrong);
                }

                var target = new ArmTarget(ArmTargetKind.Endpoint, template.TypeOf(values), EndpointTemplate.ScopeOf(segments), template.Endpoint.Action, values)
                {
                    Scope = template.RightsScopeOf(segments),
                };
                return new ResolvedPath(target, template.Endpoint, null);
            }
        }

        return ResolveResource(method, path, segments);
    }

    private Result<ResolvedPath> ResolveResource(string method, string path, string[] segments)
    {
        var provider = Array.FindLastIndex(segments, s => s.Equals("providers", StringComparison.OrdinalIgnoreCase));
        var isGroups = provider < 0 && segments.Length >= 3 && segments[2].Equals("resourceGroups", StringComparison.OrdinalIgnoreCase);
        if (provider < 0 && !isGroups && segments.Length != 2)
        {
            return NotFound(path);
        }

        // Below the last "providers" come the namespace and pairs of type and name; in a group or subscription only pairs.
        var pairs = provider < 0 ? segments.Length : segments.Length - provider - 2;
        if (pairs < 1)
        {
            return NotFound(path);
        }

        var isWhole = pairs % 2 == 0;
        var isAction = !isWhole && method == "POST";
        var text = isWhole ? path : "/" + string.Join('/', segments[..^1]);
        if (isWhole || isAction || provider < 0 || pairs > 1)
        {
            if (!ResourceId.TryParse(text, out var id))
            {
                return NotFound(path);
            }

            if (isWhole || isAction)
            {
                return With(isWhole ? ArmTargetKind.Resource : ArmTargetKind.Action, id.Type, id, isAction ? segments[^1] : null);
            }

            var child = provider < 0 ? ResourceType.ResourceGroup : new ResourceType(id.Type.Namespace, $"{id.Type.Path}/{segments[^1]}");
            return With(ArmTargetKind.Collection, child, id, null);
        }

        var scopeText = "/" + string.Join('/', segments[..provider]);
        return ResourceId.TryParse(scopeText, out var scope)
            ? With(ArmTargetKind.Collection, new ResourceType(segments[provider + 1], segments[^1]), scope, null)
            : NotFound(path);
    }

    private Result<ResolvedPath> With(ArmTargetKind kind, ResourceType type, ResourceId id, string? action)
    {
        if (types.Find(type) is not { } entry)
        {
            return types.UnknownType(type);
        }

        return new ResolvedPath(new ArmTarget(kind, entry.Type, id, action, new Dictionary<string, string>()), null, entry.Handler);
    }

    private static ArmError NotFound(string path) => new(404, "InvalidResourcePath", $"The request path '{path}' names nothing that Resource Manager serves.");
}
