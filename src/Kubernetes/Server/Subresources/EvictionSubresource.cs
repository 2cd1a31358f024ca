using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary><c>pods/eviction</c>: a deletion that disruption budgets may refuse for now. Source: kubernetes/pkg/registry/core/pod/storage/eviction.go.</summary>
internal sealed class EvictionSubresource(ClusterApi api) : ISubresource
{
    private static readonly GroupResource Budgets = new("policy", "poddisruptionbudgets");

    public string Plural => "pods";

    public string Name => "eviction";

    public async Task AnswerAsync(ApiCall call)
    {
        var (eviction, error) = await RequestBody.ReadObjectAsync(call.Http);
        if (eviction is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error ?? KubernetesErrors.BadRequest("the body of the request must be an Eviction"));
            return;
        }

        if (api.Store.Find(call.Kind.Stored, call.Namespace, call.Name) is not { } pod)
        {
            await ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.NotFound(call.Kind.Resource, call.Name));
            return;
        }

        if (await TakeDisruptionAsync(call, pod) is { } refused)
        {
            await ApiAnswer.ErrorAsync(call.Http, refused);
            return;
        }

        var (deletion, options, wrong) = DeleteHandler.Read(call, eviction["deleteOptions"] as JsonObject);
        if (deletion is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, wrong!);
            return;
        }

        var result = await api.DeleteAsync(call.Kind, call.Namespace, call.Name, deletion with { Uid = deletion.Uid ?? pod.Uid }, options!, call.Aborted);
        await (result.Error is { } failed ? ApiAnswer.ErrorAsync(call.Http, failed) : ApiAnswer.WriteAsync(call.Http, 201, StatusBody.Success(code: 201)));
    }

    /// <summary>Counts the eviction against the pod's budget. Pods that do not run yet, or any more, are free.</summary>
    private async Task<KubernetesError?> TakeDisruptionAsync(ApiCall call, StoredObject pod)
    {
        if (pod.Object.Text("status", "phase") is "Succeeded" or "Failed" or "Pending" || pod.Object.IsDeleting())
        {
            return null;
        }

        var labels = pod.Object.At("metadata", "labels") as JsonObject;
        var budgets = api.Store.State(Budgets).List(call.Namespace)
            .Where(budget => LabelSelectors.Matches(budget.Object.At("spec", "selector") as JsonObject, labels))
            .ToList();
        if (budgets.Count > 1)
        {
            return KubernetesErrors.InternalError("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }

        if (budgets.Count == 0)
        {
            return null;
        }

        var result = await api.UpdateAsync(
            KindTable.Instance.Find(Budgets)!, call.Namespace, budgets[0].Name, current => Take(current, pod, call.Clock), "status", call.WriteOptions, call.Aborted);
        return result.Error;
    }

    private static (JsonObject? Value, KubernetesError? Error) Take(JsonObject current, StoredObject pod, TimeProvider clock)
    {
        var allowed = current.Number("status", "disruptionsAllowed") ?? 0;
        if (allowed <= 0)
        {
            return (null, KubernetesErrors.TooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.") with
            {
                Details = new JsonObject
                {
                    ["causes"] = new JsonArray(new JsonObject
                    {
                        ["reason"] = "DisruptionBudget",
                        ["message"] = $"The disruption budget {current.Name()} needs {current.Number("status", "desiredHealthy") ?? 0} healthy pods and has "
                            + $"{current.Number("status", "currentHealthy") ?? 0} currently",
                    }),
                },
            });
        }

        var value = current.Copy();
        var status = value.Section("status");
        status["disruptionsAllowed"] = allowed - 1;
        status.Section("disruptedPods")[pod.Name] = ObjectMeta.Time(clock.GetUtcNow());
        return (value, null);
    }
}
