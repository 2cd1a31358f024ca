using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A template taken apart: fixed segments, compared without case, and <c>{names}</c>.</summary>
internal sealed class EndpointTemplate(ArmEndpoint endpoint)
{
    private readonly string[] _segments = endpoint.Template.Trim('/').Split('/');

    public ArmEndpoint Endpoint { get; } = endpoint;

    public int Length => _segments.Length;

    /// <summary>The values of the names, or null when the path is another.</summary>
    public Dictionary<string, string>? Match(string[] path)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i].StartsWith('{'))
            {
                values[_segments[i][1..^1]] = path[i];
            }
            else if (!_segments[i].Equals(path[i], StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return values;
    }

    /// <summary>The type whose provider must be registered: that of the last namespace in the template.</summary>
    public ResourceType TypeOf(Dictionary<string, string> values)
    {
        var index = Array.FindLastIndex(_segments, s => s.Equals("providers", StringComparison.OrdinalIgnoreCase));
        if (index < 0 || index + 1 >= _segments.Length)
        {
            return ResourceType.Subscription;
        }

        var name = _segments[index + 1];
        return new(name.StartsWith('{') ? values[name[1..^1]] : name, index + 2 < _segments.Length ? _segments[index + 2] : "operations");
    }

    /// <summary>Where the caller's right is looked at: the resource in a group that the path names by its last <c>{name}</c>, or what the endpoint lies in.</summary>
    public ResourceId RightsScopeOf(string[] path)
    {
        var named = Array.FindLastIndex(_segments, s => s.StartsWith('{'));
        var scope = ScopeOf(path);
        return scope.Type == ResourceType.ResourceGroup && ResourceId.TryParse("/" + string.Join('/', path[..(named + 1)]), out var id) ? id : scope;
    }

    /// <summary>Where the endpoint lies: the group or the subscription of the path, or the tenant.</summary>
    public static ResourceId ScopeOf(string[] path)
    {
        if (path.Length < 2 || !path[0].Equals("subscriptions", StringComparison.OrdinalIgnoreCase))
        {
            return ResourceId.Tenant;
        }

        return path.Length >= 4 && path[2].Equals("resourceGroups", StringComparison.OrdinalIgnoreCase)
            ? ResourceId.Group(path[1], path[3])
            : ResourceId.Subscription(path[1]);
    }
}
