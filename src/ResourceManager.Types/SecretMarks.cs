using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager.Types;

/// <summary>What any of several shapes of the same place calls secret. Grows along the bodies that come: a place is put together once, then looked up.</summary>
internal sealed class SecretMarks
{
    private readonly ObjectShape[] _objects;
    private readonly DiscriminatedShape[] _alternatives;
    private readonly bool _isSecret;
    private readonly Lazy<SecretMarks> _items;
    private readonly Lazy<SecretMarks> _values;
    private readonly ConcurrentDictionary<string, SecretMarks> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SecretMarks> _chosen = new(StringComparer.OrdinalIgnoreCase);

    public SecretMarks(IEnumerable<Shape> shapes, bool isSecret = false)
    {
        var distinct = shapes.ToHashSet();
        _objects = [.. distinct.OfType<ObjectShape>()];
        _alternatives = [.. distinct.OfType<DiscriminatedShape>()];
        _isSecret = isSecret;
        _items = new(() => new(distinct.OfType<ArrayShape>().Select(array => array.Item)));
        _values = new(() => new(_objects.Select(shape => shape.Values).OfType<Shape>()));
    }

    /// <summary>Removes every secret in the node; what no shape knows stays.</summary>
    public void Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject body:
                Choose(body).StripProperties(body);
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    _items.Value.Strip(item);
                }

                break;
            default:
                break;
        }
    }

    private void StripProperties(JsonObject body)
    {
        foreach (var (name, value) in body.ToList())
        {
            var property = Find(name);
            if (property._isSecret)
            {
                body.Remove(name);
            }
            else
            {
                property.Strip(value);
            }
        }
    }

    private SecretMarks Find(string name)
    {
        if (_properties.TryGetValue(name, out var known))
        {
            return known;
        }

        var found = _objects.Select(shape => shape.Find(name)).OfType<ShapeProperty>().ToList();
        if (found.Count == 0)
        {
            return _values.Value;
        }

        var asValue = _objects.Where(shape => shape.Find(name) is null).Select(shape => shape.Values).OfType<Shape>();
        return _properties.GetOrAdd(name, new SecretMarks(found.Select(property => property.Shape).Concat(asValue), found.Exists(property => property.IsSecret)));
    }

    /// <summary>The shapes that the body says it has; those that it does not name have what all alternatives have.</summary>
    private SecretMarks Choose(JsonObject body)
    {
        if (_alternatives.Length == 0)
        {
            return this;
        }

        var words = _alternatives.Select(shape => shape.DiscriminatorOf(body).Text()).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(word => word is not null && Array.Exists(_alternatives, shape => shape.For(word) is not null));
        return _chosen.GetOrAdd(
            string.Join('|', words),
            _ => new SecretMarks(_alternatives.Select(shape => shape.For(body) ?? shape.Common).Concat(_objects)));
    }
}
