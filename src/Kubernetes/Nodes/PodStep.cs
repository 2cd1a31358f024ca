using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The next status of a simulated pod, what is said about it, and when to look again.</summary>
internal sealed class PodStep(JsonObject pod, DateTimeOffset now)
{
    public JsonObject Pod => pod;

    public DateTimeOffset Now => now;

    public JsonObject Status { get; } = pod.CopyAt("status");

    public List<(string Type, string Reason, string Message)> Events { get; } = [];

    public DateTimeOffset? LookAgainAt { get; private set; }

    public void LookAgain(DateTimeOffset due) => LookAgainAt = LookAgainAt < due ? LookAgainAt : due;

    public JsonObject? StatusOf(string list, JsonObject container) =>
        Status.Items(list).FirstOrDefault(status => status.Text("name") == container.Text("name"));

    /// <summary>Rewrites the statuses of containers, in the order of the specification.</summary>
    /// <param name="next">From a container and its present status, if it has one.</param>
    public void SetStatuses(string list, IEnumerable<JsonObject> containers, Func<JsonObject, JsonObject?, JsonObject?> next)
    {
        var statuses = containers.Select(container =>
        {
            var before = StatusOf(list, container);
            return next(container, before) ?? before;
        }).OfType<JsonObject>().Select(status => status.Copy()).ToJsonArray();
        if (statuses.Count > 0)
        {
            Status[list] = statuses;
        }
    }
}
