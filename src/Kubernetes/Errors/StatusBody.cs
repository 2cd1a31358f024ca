using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>The <c>Status</c> objects that answer where there is no object to show.</summary>
internal static class StatusBody
{
    public static JsonObject Of(KubernetesError error)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = error.Continue is { } token ? new JsonObject { ["continue"] = token } : [],
            ["status"] = "Failure",
            ["message"] = error.Message,
        };
        if (error.Reason.Length > 0)
        {
            status["reason"] = error.Reason;
        }

        if (error.Details is { } details)
        {
            status["details"] = details.DeepClone();
        }

        status["code"] = error.Code;
        return status;
    }

    public static JsonObject Deleted(GroupResource resource, string name, string uid)
    {
        var details = KubernetesErrors.Details(resource, name);
        details["uid"] = uid;
        return Success(details);
    }

    public static JsonObject Success(JsonObject? details = null, int? code = null)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" };
        if (details is not null)
        {
            status["details"] = details;
        }

        if (code is not null)
        {
            status["code"] = code;
        }

        return status;
    }
}
