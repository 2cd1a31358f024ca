using Azure.Bicep.Types.Concrete;
using Verditer.ResourceManager.Types.Data;

namespace Verditer.TypeExtractor;

/// <summary>Turns Bicep's types into nodes. The types refer to each other in circles, so a node has its id before its children are known.</summary>
internal sealed class ShapeGraph(Facts facts)
{
    private const ObjectTypePropertyFlags Kept =
        ObjectTypePropertyFlags.Required | ObjectTypePropertyFlags.ReadOnly | ObjectTypePropertyFlags.WriteOnly;

    /// <summary>What stands in the URL, not in the body: echoes of it are accepted and ignored.</summary>
    private static readonly string[] FromUrl = ["apiVersion", "id", "name", "type"];

    private readonly Dictionary<(TypeBase Type, string Hint), int> _ids = [];

    public List<Node> Nodes { get; } = [];

    /// <summary>The body of a resource, and the shape of its name.</summary>
    public (int Body, int Name) AddBody(string @namespace, TypeBase body)
    {
        var context = new Context(@namespace, facts);
        return body switch
        {
            ObjectType type => (AddRoot(type.Properties, type.AdditionalProperties, context), AddName(type.Properties, context)),
            DiscriminatedObjectType type => (
                AddDiscriminated(Reserve(), type, context, AddRoot),
                AddName(type.BaseProperties, context, type.Discriminator == "name" ? type.Elements.Keys : null)),
            _ => throw new InvalidDataException($"a body is a {body.GetType().Name}"),
        };
    }

    private int AddName(IReadOnlyDictionary<string, ObjectTypeProperty> properties, Context context, IEnumerable<string>? names = null) =>
        names is not null ? Add(new Node(ShapeCode.ClosedEnum, [], [.. names.Order(StringComparer.Ordinal)], []))
        : properties.TryGetValue("name", out var name) && name.Type.Type is not IntegerType ? Add(name.Type.Type, context, "name")
        : Add(new Node(ShapeCode.Any, [], [], []));

    private int AddRoot(IReadOnlyDictionary<string, ObjectTypeProperty> properties, ITypeReference? additional, Context context)
    {
        var body = properties.Where(property => !FromUrl.Contains(property.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
        var any = new AnyTypeReference();
        foreach (var name in FromUrl)
        {
            body[name] = new ObjectTypeProperty(any, ObjectTypePropertyFlags.ReadOnly, null);
        }

        return AddObject(Reserve(), body, additional, sensitive: false, context);
    }

    private int Add(TypeBase type, Context context, string property)
    {
        var hint = context.Hint(property);
        if (_ids.TryGetValue((type, hint), out var known))
        {
            return known;
        }

        var id = _ids[(type, hint)] = Reserve();
        switch (type)
        {
            case ObjectType value:
                return AddObject(id, value.Properties, value.AdditionalProperties, value.Sensitive == true, context);
            case DiscriminatedObjectType value:
                return AddDiscriminated(id, value, context, (properties, additional, _) => AddObject(Reserve(), properties, additional, false, context));
            case ArrayType value:
                Nodes[id] = new(ShapeCode.Array, Scalars.Range(Limits.None, value.MinLength, value.MaxLength), [], [Add(value.ItemType.Type, context, "")]);
                return id;
            case UnionType value:
                Nodes[id] = Scalars.Enum(value) ?? new(ShapeCode.Union, [], [], [.. value.Elements.Select(element => Add(element.Type, context, ""))]);
                return id;
            default:
                Nodes[id] = Scalars.Node(type, hint);
                return id;
        }
    }

    private int AddObject(
        int id, IReadOnlyDictionary<string, ObjectTypeProperty> properties, ITypeReference? additional, bool sensitive, Context context)
    {
        var sorted = properties.OrderBy(property => property.Key, StringComparer.Ordinal).ToList();
        var limits = (additional is null ? Limits.None : Limits.Map) | (sensitive ? Limits.Secret : Limits.None);
        var children = sorted.ConvertAll(property => Add(property.Value.Type.Type, context, property.Key));
        if (additional is not null)
        {
            children.Add(Add(additional.Type, context, ""));
        }

        Nodes[id] = new(
            ShapeCode.Object,
            [(long)limits, .. sorted.Select(property => (long)(property.Value.Flags & Kept))],
            [.. sorted.Select(property => property.Key)],
            [.. children]);
        return id;
    }

    /// <summary>Each alternative is written whole, with what all have: a reader needs only one object at a time.</summary>
    private int AddDiscriminated(
        int id,
        DiscriminatedObjectType type,
        Context context,
        Func<IReadOnlyDictionary<string, ObjectTypeProperty>, ITypeReference?, Context, int> addObject)
    {
        var children = new List<int> { addObject(type.BaseProperties, null, context) };
        var elements = type.Elements.OrderBy(element => element.Key, StringComparer.Ordinal).ToList();
        foreach (var (_, reference) in elements)
        {
            var element = (ObjectType)reference.Type;
            var all = type.BaseProperties.ToDictionary(StringComparer.Ordinal);
            foreach (var (name, property) in element.Properties)
            {
                all[name] = property;
            }

            children.Add(addObject(all, element.AdditionalProperties, context));
        }

        Nodes[id] = new(ShapeCode.Discriminated, [], [type.Discriminator, .. elements.Select(element => element.Key)], [.. children]);
        return id;
    }

    private int Add(Node node)
    {
        Nodes.Add(node);
        return Nodes.Count - 1;
    }

    private int Reserve() => Add(new Node(ShapeCode.Any, [], [], []));

    private sealed class AnyTypeReference : ITypeReference
    {
        private static readonly AnyType Any = new();

        public TypeBase Type => Any;
    }
}
