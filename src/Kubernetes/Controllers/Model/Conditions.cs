using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The list <c>conditions</c> of a status.</summary>
internal static class Conditions
{
    public static JsonObject? Condition(this JsonObject value, string type) =>
        value.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool HasCondition(this JsonObject value, string type, string status = "True") => value.Condition(type).Text("status") == status;

    /// <summary>Sets a condition of a status. Its transition time changes only with its status; when nothing changes, nothing is touched.</summary>
    /// <param name="stamps">Further time fields (lastUpdateTime, lastProbeTime), set whenever anything of the condition changes.</param>
    public static void SetCondition(
        this JsonObject status, string type, string value, string? reason, string? message, DateTimeOffset now, params ReadOnlySpan<string> stamps)
    {
        var conditions = status["conditions"] as JsonArray ?? [];
        status["conditions"] ??= conditions;
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(candidate => candidate.Text("type") == type);
        if (condition is not null && condition.Text("status") == value && condition.Text("reason") == reason && condition.Text("message") == message)
        {
            return;
        }

        if (condition is null)
        {
            condition = new JsonObject { ["type"] = type };
            conditions.Add((JsonNode)condition);
        }

        if (condition.Text("status") != value)
        {
            condition["lastTransitionTime"] = Timestamps.Seconds(now);
        }

        foreach (var stamp in stamps)
        {
            condition[stamp] = Timestamps.Seconds(now);
        }

        condition["status"] = value;
        SetOrRemove(condition, "reason", reason);
        SetOrRemove(condition, "message", message);
    }

    public static void RemoveCondition(this JsonObject status, string type)
    {
        if (status["conditions"] is JsonArray conditions
            && conditions.FirstOrDefault(candidate => candidate.Text("type") == type) is { } condition)
        {
            conditions.Remove(condition);
        }
    }

    private static void SetOrRemove(JsonObject condition, string name, string? value)
    {
        if (value is null)
        {
            condition.Remove(name);
        }
        else
        {
            condition[name] = value;
        }
    }
}
