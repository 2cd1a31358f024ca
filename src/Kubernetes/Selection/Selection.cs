namespace Verditer.Kubernetes;

/// <summary>Which objects a list or a watch is about: both selectors.</summary>
internal sealed record Selection(LabelQuery Labels, FieldQuery Fields)
{
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

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
            return (new(labels, fields), null);
        }

        return (null, KubernetesErrors.BadRequest(
            $"Unable to find \"{call.Kind.ApiVersion(call.Target.Version)}, Resource={call.Kind.Plural}\" that match label selector \"{call.Query("labelSelector")}\", "
            + $"field selector \"{call.Query("fieldSelector")}\": {wrongFields}"));
    }

    public bool Matches(StoredObject value) => IsEmpty || (Labels.Matches(value.Object) && Fields.Matches(value.Object));

}
