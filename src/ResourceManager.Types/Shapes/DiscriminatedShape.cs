using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>An object whose other properties depend on the value of one, such as <c>kind</c>.</summary>
public sealed class DiscriminatedShape : Shape
{
    private readonly ShapeReference _common;
    private readonly Dictionary<string, ShapeReference> _alternatives = new(StringComparer.OrdinalIgnoreCase);

    internal DiscriminatedShape(string[] words, ShapeReference[] children)
    {
        (Discriminator, _common) = (words[0], children[0]);
        for (var i = 1; i < words.Length; i++)
        {
            _alternatives.TryAdd(words[i], children[i]);
        }

        Values = [.. words.Skip(1)];
    }

    /// <summary>The property that decides.</summary>
    public string Discriminator { get; }

    /// <summary>Its values.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>What all alternatives have.</summary>
    public ObjectShape Common => (ObjectShape)_common.Shape;

    public override string Expectation => "an object";

    /// <summary>The whole object for a value of the discriminator, without regard to case, or null.</summary>
    public ObjectShape? For(string value) => _alternatives.TryGetValue(value, out var shape) ? (ObjectShape)shape.Shape : null;

    /// <summary>The whole object that a body says it is, or null when it does not say or says an unknown one.</summary>
    public ObjectShape? For(JsonObject body) => DiscriminatorOf(body).Text() is { } value ? For(value) : null;

    internal JsonNode? DiscriminatorOf(JsonObject body)
    {
        if (body.TryGetPropertyValue(Discriminator, out var exact))
        {
            return exact;
        }

        foreach (var (name, value) in body)
        {
            if (string.Equals(name, Discriminator, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
