using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Empties a namespace that is being deleted, then lets it go.</summary>
internal sealed class NamespaceLifecycleController(ControllerServices services) : Controller(services)
{
    private const string Finalizer = "kubernetes";

    private static readonly List<GroupResource> Contents =
        [.. KindTable.Instance.All.Where(kind => kind.Namespaced && kind.IsStored).Select(kind => kind.Stored).Distinct()];

    public override string Name => "namespace";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Namespaces, ObjectFields.IsBeingDeleted),
        new(Kinds.Pods, (api, change) => change.Kind == ObjectEventKind.Deleted
            && change.Object.Namespace() is { } name
            && api.Find(Kinds.Namespaces, null, name)?.IsBeingDeleted() == true
                ? [new ObjectKey(Kinds.Namespaces, null, name)]
                : []),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } @namespace || !@namespace.IsBeingDeleted() || !@namespace.Texts("spec", "finalizers").Contains(Finalizer))
        {
            return;
        }

        var name = @namespace.Name();
        await DeleteAllAsync(turn, name);
        var remaining = Contents.Select(resource => (Resource: resource, turn.Api.List(resource, name).Count)).Where(entry => entry.Count > 0).ToList();
        if (remaining.Count > 0)
        {
            await ReportAsync(turn, @namespace, remaining);
            turn.Retry();
            return;
        }

        var released = @namespace.Copy();
        released.Section("spec")["finalizers"] = @namespace.Texts("spec", "finalizers").Where(finalizer => finalizer != Finalizer)
            .Select(finalizer => (JsonNode)JsonValue.Create(finalizer)).ToJsonArray();
        await turn.UpdateAsync(Kinds.Namespaces, released, "finalize");
    }

    /// <summary>Everything that is not being deleted already. What nobody runs any more goes at once; pods that run get their grace.</summary>
    private static async Task DeleteAllAsync(Turn turn, string @namespace)
    {
        foreach (var resource in Contents)
        {
            foreach (var value in turn.Api.List(resource, @namespace).Where(value => !value.IsBeingDeleted()))
            {
                await turn.DeleteAsync(resource, value);
            }
        }
    }

    private static async Task ReportAsync(Turn turn, JsonObject @namespace, List<(GroupResource Resource, int Count)> remaining)
    {
        var status = @namespace.CopyAt("status");
        status["phase"] = "Terminating";
        var message = "Some resources are remaining: "
            + string.Join(", ", remaining.Select(entry => $"{(entry.Resource.Group.Length == 0 ? $"{entry.Resource.Plural}." : entry.Resource)} has {entry.Count} resource instances"));
        status.SetCondition("NamespaceContentRemaining", "True", "SomeResourcesRemain", message, turn.Now);
        await turn.SetStatusAsync(Kinds.Namespaces, @namespace, status);
    }
}
