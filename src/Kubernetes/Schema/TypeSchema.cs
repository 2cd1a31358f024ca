using System.Collections.Frozen;

namespace Verditer.Kubernetes;

/// <summary>One member of a type.</summary>
/// <param name="Number">In protobuf; 0 where it is not part of the message.</param>
/// <param name="Form">One value, a list or a map.</param>
/// <param name="Type">A letter of <c>schema.txt</c> for what is no object, otherwise the name of a type.</param>
/// <param name="Optional">Absent is not the same as zero.</param>
internal sealed record FieldSchema(string Name, int Number, FieldForm Form, string Type, bool Optional)
{
    public bool IsObject => Type.Length > 1;

    public bool IsInline => Name == "+";
}

internal enum FieldForm
{
    One,
    List,
    Map,
}

/// <summary>The members of one type, as a line of <c>schema.txt</c> gives them.</summary>
internal sealed class TypeSchema
{
    private static readonly FrozenDictionary<string, TypeSchema> All = EmbeddedTable.Rows("schema.txt")
        .Select(row => new TypeSchema(row[0], [.. row.Skip(1).Select(ParseField)]))
        .ToFrozenDictionary(type => type.Name);

    private readonly Lazy<FrozenDictionary<string, FieldSchema>> _byName;

    private TypeSchema(string name, IReadOnlyList<FieldSchema> fields)
    {
        (Name, Fields) = (name, fields);
        _byName = new(() => Members().ToFrozenDictionary(field => field.Name));
    }

    /// <summary>Such as <c>core/v1.PodSpec</c>.</summary>
    public string Name { get; }

    public IReadOnlyList<FieldSchema> Fields { get; }

    public static IEnumerable<TypeSchema> Everything => All.Values;

    public static TypeSchema? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The type of a kind's objects; null where it is not described.</summary>
    public static TypeSchema? Of(string group, string version, string kind)
    {
        var package = group.Length == 0 ? "core" : group.Split('.')[0];
        return Find($"{package}/{version}.{kind}");
    }

    public FieldSchema? Field(string name) => _byName.Value.GetValueOrDefault(name);

    /// <summary>The members as JSON has them: those of inlined types in their place.</summary>
    public IEnumerable<FieldSchema> Members() =>
        Fields.SelectMany(field => field.IsInline ? Find(field.Type)!.Members() : [field]).DistinctBy(field => field.Name);

    private static FieldSchema ParseField(string cell)
    {
        var parts = cell.Split(':', 3);
        var type = parts[2];
        var optional = type.StartsWith('*');
        type = optional ? type[1..] : type;
        var form = type.StartsWith("[]", StringComparison.Ordinal) ? FieldForm.List : type.StartsWith("{}", StringComparison.Ordinal) ? FieldForm.Map : FieldForm.One;
        return new(
            parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), form, form == FieldForm.One ? type : type[2..], optional);
    }
}
