using System.Text.Json.Nodes;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Keeps one object of a fixed name and content in every namespace.</summary>
internal abstract class NamespaceObjectController(ControllerServices services, GroupResource resource, string objectName) : Controller(services)
{
    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Namespaces),
        new(resource, (_, change) => change.Object.Name() == objectName ? [new ObjectKey(Kinds.Namespaces, null, change.Object.Namespace()!)] : []),
    ];

    protected abstract JsonObject Build();

    /// <summary>Brings an object that somebody changed back to what it must be.</summary>
    protected abstract void Restore(JsonObject changed);

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } @namespace || @namespace.IsBeingDeleted())
        {
            return;
        }

        if (turn.Api.Find(resource, @namespace.Name(), objectName) is { } existing)
        {
            await turn.ChangeAsync(resource, existing, Restore);
            return;
        }

        var value = Build();
        value["metadata"] = new JsonObject { ["name"] = objectName, ["namespace"] = @namespace.Name() };
        await turn.CreateAsync(resource, value);
    }
}
