using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Verditer.Core;

/// <summary>
/// The id of one resource, group, subscription, or of the tenant (<c>/</c>). Keeps the case it was written in; is compared without case.
/// Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules and the id grammar of Azure.Core.
/// </summary>
public sealed class ResourceId : IEquatable<ResourceId>
{
    public static readonly ResourceId Tenant = new(null, ResourceType.Tenant, "", isExtension: false);

    private string? _text;
    private string? _key;

    private ResourceId(ResourceId? parent, ResourceType type, string name, bool isExtension)
    {
        Parent = parent;
        Type = type;
        Name = name;
        IsExtension = isExtension;
        SubscriptionId = type == ResourceType.Subscription ? name : parent?.SubscriptionId;
        ResourceGroup = type == ResourceType.ResourceGroup ? name : parent?.ResourceGroup;
    }

    /// <summary>What holds this: the parent resource, the resource that an extension is put on, the group, the subscription, or the tenant.</summary>
    public ResourceId? Parent { get; }

    public ResourceType Type { get; }

    public string Name { get; }

    /// <summary>True when the id has its own <c>/providers/…</c> segment.</summary>
    public bool IsExtension { get; }

    public string? SubscriptionId { get; }

    public string? ResourceGroup { get; }

    /// <summary>The id as text; the tenant is <c>/</c>.</summary>
    public string Text => _text ??= Compose();

    /// <summary>The id in lower case: the key in the store, and the form in which scopes are compared.</summary>
    public string Key => _key ??= Text.ToLowerInvariant();

    /// <summary>True for what can be one name in an id: not empty, and nothing that would end the name where the id is used as a path.</summary>
    public static bool IsName([NotNullWhen(true)] string? name) => !string.IsNullOrWhiteSpace(name) && name.AsSpan().IndexOfAny('/', '?', '#') < 0;

    /// <summary>A resource below this one with its own <c>/providers/{namespace}</c> segment: a root resource in a group, or an extension.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no <see cref="IsName">name</see>.</exception>
    public ResourceId Provider(ResourceType type, string name) => new(this, type, Named(name), isExtension: true);

    /// <summary>A child of this resource, such as a subnet of a virtual network.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no <see cref="IsName">name</see>.</exception>
    public ResourceId Child(string type, string name) => new(this, Below(type), Named(name), isExtension: false);

    public static ResourceId Subscription(string subscriptionId) => new(Tenant, ResourceType.Subscription, subscriptionId, isExtension: false);

    /// <exception cref="ArgumentException">One of the two is no <see cref="IsName">name</see>.</exception>
    public static ResourceId Group(string subscriptionId, string name) =>
        new(Subscription(Named(subscriptionId)), ResourceType.ResourceGroup, Named(name), isExtension: false);

    /// <summary>The same id with its types written otherwise, such as in Azure's own case.</summary>
    public ResourceId WithTypes(Func<ResourceType, ResourceType> write) =>
        Parent is null ? this : new(Parent.WithTypes(write), write(Type), Name, IsExtension);

    /// <summary>The resource group of this id, or null.</summary>
    public ResourceId? GroupId => Find(ResourceType.ResourceGroup);

    /// <summary>The subscription of this id, or null.</summary>
    public ResourceId? SubscriptionScope => Find(ResourceType.Subscription);

    /// <summary>True when <paramref name="other"/> is this id or lies below it; whole segments are compared.</summary>
    public bool Contains(ResourceId other) => Scope.Contains(Key, other.Key);

    public static ResourceId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a resource id");

    /// <summary>Reads an id. False when segments are missing or empty. Names are not looked at: whether one is allowed is its type's rule.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ResourceId? id)
    {
        id = null;
        if (text is null || !text.StartsWith('/'))
        {
            return false;
        }

        var segments = text.Length == 1 ? [] : text[1..].TrimEnd('/').Split('/');
        if (Array.Exists(segments, string.IsNullOrWhiteSpace))
        {
            return false;
        }

        return TryRead(segments, out id);
    }

    public bool Equals(ResourceId? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as ResourceId);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static bool TryRead(string[] segments, [NotNullWhen(true)] out ResourceId? id)
    {
        id = null;
        var current = Tenant;
        var i = 0;
        if (Is(segments, 0, "subscriptions"))
        {
            if (segments.Length < 2)
            {
                return false;
            }

            current = Subscription(segments[1]);
            i = 2;
            if (Is(segments, i, "resourceGroups"))
            {
                if (segments.Length < i + 2)
                {
                    return false;
                }

                current = new ResourceId(current, ResourceType.ResourceGroup, segments[i + 1], isExtension: false);
                i += 2;
            }
        }

        while (i < segments.Length)
        {
            if (Is(segments, i, "providers"))
            {
                if (segments.Length < i + 4)
                {
                    return false;
                }

                current = new ResourceId(current, new ResourceType(segments[i + 1], segments[i + 2]), segments[i + 3], isExtension: true);
                i += 4;
            }
            else if (segments.Length >= i + 2 && current.HasProvider)
            {
                current = new ResourceId(current, current.Below(segments[i]), segments[i + 1], isExtension: false);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        id = current;
        return true;
    }

    private bool HasProvider => IsExtension || (Parent is { } parent && parent.HasProvider);

    private ResourceType Below(string type) => new(Type.Namespace, $"{Type.Path}/{type}");

    private static string Named(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null) =>
        IsName(name) ? name : throw new ArgumentException($"'{name}' cannot be a name in a resource id.", parameter);

    private static bool Is(string[] segments, int index, string word) =>
        index < segments.Length && string.Equals(segments[index], word, StringComparison.OrdinalIgnoreCase);

    private ResourceId? Find(ResourceType type)
    {
        for (var id = this; id is not null; id = id.Parent)
        {
            if (id.Type == type)
            {
                return id;
            }
        }

        return null;
    }

    private string Compose()
    {
        if (Parent is null)
        {
            return "/";
        }

        var prefix = Parent.Parent is null ? "" : Parent.Text;
        if (IsExtension)
        {
            return $"{prefix}/providers/{Type.Namespace}/{Type.Path}/{Name}";
        }

        var lastSegment = Type.Path[(Type.Path.LastIndexOf('/') + 1)..];
        return $"{prefix}/{lastSegment}/{Name}";
    }
}
