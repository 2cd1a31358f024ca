using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Binds claims to volumes that are there. A claim that needs a new volume waits for its class's provisioner, and an event says so.</summary>
internal sealed class VolumeBinder(ControllerServices services) : Controller(services)
{
    public override string Name => "persistentvolume-binder";

    protected override string Component => "persistentvolume-controller";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.PersistentVolumeClaims),
        WatchSource.Self(Kinds.PersistentVolumes),
        new(Kinds.PersistentVolumes, (api, _) => Unbound(api)),
        new(Kinds.StorageClasses, (api, _) => Unbound(api)),
        new(Kinds.Pods, (_, change) => change.Object.Items("spec", "volumes")
            .Select(volume => volume.Text("persistentVolumeClaim", "claimName"))
            .OfType<string>()
            .Select(name => new ObjectKey(Kinds.PersistentVolumeClaims, change.Object.Namespace(), name))),
    ];

    protected override Task ReconcileAsync(Turn turn) => turn.Find() switch
    {
        null => Task.CompletedTask,
        var volume when turn.Key.Resource == Kinds.PersistentVolumes => VolumePhase.SetAsync(turn, volume),
        var claim => BindAsync(turn, claim),
    };

    private static IEnumerable<ObjectKey> Unbound(IObjectClient api) => api.List(Kinds.PersistentVolumeClaims)
        .Where(claim => claim.Text("status", "phase") is null or "Pending")
        .Select(claim => claim.Key(Kinds.PersistentVolumeClaims));

    private static async Task BindAsync(Turn turn, JsonObject claim)
    {
        if (claim.IsBeingDeleted())
        {
            return;
        }

        if (claim.Text("spec", "volumeName") is { Length: > 0 } name)
        {
            await FinishAsync(turn, claim, turn.Api.Find(Kinds.PersistentVolumes, null, name));
            return;
        }

        if (turn.Api.List(Kinds.PersistentVolumes)
            .Where(volume => VolumeMatch.Fits(volume, claim))
            .OrderBy(volume => Quantity.Parse(volume.At("spec", "capacity", "storage")))
            .ThenBy(ObjectFields.Name, StringComparer.Ordinal)
            .FirstOrDefault() is { } match)
        {
            await TieAsync(turn, claim, match);
            return;
        }

        await SetPhaseAsync(turn, claim, "Pending");
        await ExplainAsync(turn, claim);
    }

    /// <summary>The volume first: another claim can then not take it. Each half may be missing after a crash and is made up for.</summary>
    private static async Task TieAsync(Turn turn, JsonObject claim, JsonObject volume)
    {
        await turn.ChangeAsync(Kinds.PersistentVolumes, volume, changed => changed.Section("spec")["claimRef"] = VolumeMatch.ReferenceTo(claim));
        if (!turn.Failed)
        {
            await turn.ChangeAsync(Kinds.PersistentVolumeClaims, claim, changed =>
            {
                changed.Section("spec")["volumeName"] = volume.Name();
                changed.Section("metadata").Section("annotations")["pv.kubernetes.io/bind-completed"] = "yes";
            });
        }
    }

    private static async Task FinishAsync(Turn turn, JsonObject claim, JsonObject? volume)
    {
        if (volume is null)
        {
            await SetPhaseAsync(turn, claim, claim.Text("status", "phase") == "Bound" ? "Lost" : "Pending");
        }
        else if (VolumeMatch.IsFor(volume, claim))
        {
            if (volume.Text("spec", "claimRef", "uid") is null)
            {
                await TieAsync(turn, claim, volume);
            }

            await SetPhaseAsync(turn, claim, "Bound", volume);
        }
        else
        {
            await SetPhaseAsync(turn, claim, "Pending");
        }
    }

    private static async Task SetPhaseAsync(Turn turn, JsonObject claim, string phase, JsonObject? volume = null)
    {
        var status = claim.CopyAt("status");
        status["phase"] = phase;
        foreach (var (from, to) in (ReadOnlySpan<(string, string)>)[("accessModes", "accessModes"), ("capacity", "capacity")])
        {
            if (volume.At("spec", from) is { } value)
            {
                status[to] = value.DeepClone();
            }
        }

        await turn.SetStatusAsync(Kinds.PersistentVolumeClaims, claim, status);
    }

    private static async Task ExplainAsync(Turn turn, JsonObject claim)
    {
        if (StorageClasses.Of(turn.Api, claim) is not { } storageClass)
        {
            await (claim.Text("spec", "storageClassName") is { Length: > 0 } named
                ? WarnOnceAsync(EventRecorder.Warning, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{named}\" not found")
                : WarnOnceAsync(EventRecorder.Normal, "FailedBinding", "no persistent volumes available for this claim and no storage class is set"));
        }
        else if (storageClass.Text("volumeBindingMode") == "WaitForFirstConsumer" && !IsUsed(turn.Api, claim))
        {
            await WarnOnceAsync(EventRecorder.Normal, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        }
        else
        {
            await WarnOnceAsync(
                EventRecorder.Normal,
                "ExternalProvisioning",
                $"Waiting for a volume to be created either by the external provisioner '{storageClass.Text("provisioner")}' or manually by the system administrator. "
                + "If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
        }

        Task WarnOnceAsync(string type, string reason, string message) => turn.Api.List(Kinds.Events, claim.Namespace())
            .Any(past => past.Text("involvedObject", "uid") == claim.Uid() && past.Text("message") == message)
                ? Task.CompletedTask
                : turn.EventAsync(claim, Kinds.PersistentVolumeClaims, type, reason, message);
    }

    private static bool IsUsed(IObjectClient api, JsonObject claim) => api.List(Kinds.Pods, claim.Namespace()).Any(pod =>
        pod.NodeName() is not null && pod.Items("spec", "volumes").Any(volume => volume.Text("persistentVolumeClaim", "claimName") == claim.Name()));
}
