using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Available, Bound, or Released when its claim is gone.</summary>
internal static class VolumePhase
{
    public static async Task SetAsync(Turn turn, JsonObject volume)
    {
        var status = volume.CopyAt("status");
        status["phase"] = Of(turn.Api, volume);
        await turn.SetStatusAsync(Kinds.PersistentVolumes, volume, status);
    }

    private static string Of(IObjectClient api, JsonObject volume)
    {
        if (volume.Text("spec", "claimRef", "name") is not { } name || volume.Text("spec", "claimRef", "uid") is not { Length: > 0 } uid)
        {
            return "Available";
        }

        return api.Find(Kinds.PersistentVolumeClaims, volume.Text("spec", "claimRef", "namespace"), name)?.Uid() == uid ? "Bound" : "Released";
    }
}
