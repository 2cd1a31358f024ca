using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>DELETE of one object and of a selection. Source: apiserver's <c>endpoints/handlers/delete.go</c>.</summary>
internal sealed class DeleteHandler(ClusterApi api)
{
    private static readonly string[] Propagations = ["Background", "Foreground", "Orphan"];

    public async Task DeleteAsync(ApiCall call)
    {
        var (deletion, options, error) = await ReadAsync(call);
        if (deletion is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error!);
            return;
        }

        var result = await api.DeleteAsync(call.Kind, call.Namespace, call.Name, deletion, options!, call.Aborted);
        if (result.Error is null && result.Gone && !call.Kind.ReturnsDeleted)
        {
            await ApiAnswer.WriteAsync(call.Http, 200, StatusBody.Deleted(call.Kind.Resource, call.Name, result.Object!.Uid));
            return;
        }

        await WriteHandler.AnswerAsync(call, result);
    }

    public async Task DeleteCollectionAsync(ApiCall call)
    {
        var (deletion, options, error) = await ReadAsync(call);
        var (selection, wrong) = Selection.Of(call);
        if (deletion is null || selection is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error ?? wrong!);
            return;
        }

        var (state, revision) = api.Store.Snapshot(call.Kind.Stored);
        var deleted = new List<StoredObject>();
        foreach (var value in state.List(call.Namespace.Length == 0 ? null : call.Namespace).Where(selection.Matches).ToList())
        {
            var result = await api.DeleteAsync(call.Kind, value.Namespace, value.Name, deletion, options!, call.Aborted);
            if (result.Object is { } now)
            {
                deleted.Add(now);
            }
            else if (result.Error!.Code != 404)
            {
                await ApiAnswer.ErrorAsync(call.Http, result.Error);
                return;
            }
        }

        await ApiAnswer.WriteAsync(call.Http, 200, (Representation.Choose(call.Http) ?? Representation.Plain).List(call, deleted, new(revision, null, null)));
    }

    private static async Task<(DeletionOptions? Deletion, WriteOptions? Options, KubernetesError? Error)> ReadAsync(ApiCall call)
    {
        var (body, error) = await RequestBody.ReadObjectAsync(call.Http);
        return error is not null ? (null, null, error) : Read(call, body);
    }

    /// <param name="body">The request's <c>DeleteOptions</c>; what it lacks may stand in the query.</param>
    internal static (DeletionOptions? Deletion, WriteOptions? Options, KubernetesError? Error) Read(ApiCall call, JsonObject? body)
    {
        if (body.Text("kind") is { } kind && kind is not "DeleteOptions")
        {
            return (null, null, KubernetesErrors.BadRequest($"the body of the request must be DeleteOptions, not {kind}"));
        }

        var propagation = body.Text("propagationPolicy") ?? call.Query("propagationPolicy");
        var orphan = body.Flag("orphanDependents") ?? (call.Query("orphanDependents") is { } text ? text == "true" : null);
        if (propagation is not null && !Propagations.Contains(propagation))
        {
            return (null, null, KubernetesErrors.Invalid(
                new ResourceKind
                {
                    Group = "meta.k8s.io", Versions = ["v1"], Kind = "DeleteOptions", Plural = "", ShortNames = [], Categories = [], Namespaced = false, Subresources = [],
                    Verbs = [], HasGeneration = false, StatusKeeps = [], OrphansByDefault = false, ReturnsDeleted = false, Stored = default,
                },
                "",
                [FieldError.NotSupported("propagationPolicy", propagation, "Foreground", "Background", "Orphan", "nil")]));
        }

        var deletion = new DeletionOptions
        {
            Uid = body.Text("preconditions", "uid"),
            ResourceVersion = body.Text("preconditions", "resourceVersion"),
            GracePeriodSeconds = body.Number("gracePeriodSeconds") ?? call.Number("gracePeriodSeconds"),
            Propagation = propagation ?? (orphan is null ? null : orphan.Value ? "Orphan" : "Background"),
        };
        var dry = body.At("dryRun") is JsonArray { Count: > 0 };
        return (deletion, call.WriteOptions with { DryRun = dry || call.WriteOptions.DryRun }, null);
    }
}
