namespace Verditer.Kubernetes;

/// <summary>Which objects a list or a watch is about: both selectors.</summary>
internal sealed record Selection(LabelQuery Labels, FieldQuery Fields)
{
    /// <summary>The one object that the path names; empty for all.</summary>
    public string Name { get; init; } = "";

    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty && Name.Length == 0;

    public static (Selection? Selection, KubernetesError? Error) Of(ApiCall call)
    {
        var (labels, wrongLabels) = LabelQuery.Parse(call.Query("labelSelector"));
        if (labels is null)
        {
            return (null, KubernetesErrors.BadRequest(wrongLabels!));
        }

        var (fields, wrongFields) = FieldQuery.Parse(call.Kind, call.Query("fieldSelector"));
        if (fields is not null)
        {
            return (new(labels, fields) { Name = call.Name }, null);
        }

        return (null, KubernetesErrors.BadRequest(
            $"Unable to find \"{call.Kind.ApiVersion(call.Target.Version)}, Resource={call.Kind.Plural}\" that match label selector \"{call.Query("labelSelector")}\", "
            + $"field selector \"{call.Query("fieldSelector")}\": {wrongFields}"));
    }

    public bool Matches(StoredObject value) => IsEmpty
        || ((Name.Length == 0 || Name == value.Name) && Labels.Matches(value.Object) && Fields.Matches(value.Object));
}
