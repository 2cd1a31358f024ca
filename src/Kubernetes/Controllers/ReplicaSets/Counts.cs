using System.Text.Json.Nodes;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The numbers in the status of workloads.</summary>
internal static class Counts
{
    /// <summary>Kubernetes leaves out what is zero.</summary>
    public static void Set(JsonObject status, string name, int count)
    {
        if (count != 0)
        {
            status[name] = count;
        }
        else
        {
            status.Remove(name);
        }
    }

    /// <summary>Ready pods become available only <paramref name="minReadySeconds"/> later.</summary>
    public static void LookAgainWhenAvailable(Turn turn, IEnumerable<JsonObject> ready, int minReadySeconds)
    {
        foreach (var pod in ready.Where(pod => !pod.IsAvailable(minReadySeconds, turn.Now)))
        {
            turn.LookAgainAt(pod.ReadySince() + TimeSpan.FromSeconds(minReadySeconds));
        }
    }
}
