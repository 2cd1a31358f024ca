using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>The API's refusals in its own words. Source: apimachinery's <c>api/errors</c>.</summary>
internal static class KubernetesErrors
{
    public static KubernetesError NotFound(GroupResource resource, string name) =>
        new(404, "NotFound", $"{resource} \"{name}\" not found") { Details = Details(resource, name) };

    public static KubernetesError AlreadyExists(GroupResource resource, string name) =>
        new(409, "AlreadyExists", $"{resource} \"{name}\" already exists") { Details = Details(resource, name) };

    public static KubernetesError Conflict(GroupResource resource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource} \"{name}\": {why}") { Details = Details(resource, name) };

    public static KubernetesError Modified(GroupResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static KubernetesError Forbidden(GroupResource resource, string name, string why) =>
        new(403, "Forbidden", name.Length == 0 ? $"{resource} is forbidden: {why}" : $"{resource} \"{name}\" is forbidden: {why}")
        {
            Details = Details(resource, name),
        };

    public static KubernetesError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static KubernetesError BadRequest(string message) => new(400, "BadRequest", message);

    public static KubernetesError InternalError(string message) => new(500, "InternalError", $"Internal error occurred: {message}");

    public static KubernetesError MethodNotAllowed(string message = "the server does not allow this method on the requested resource") =>
        new(405, "MethodNotAllowed", message);

    public static KubernetesError Unserved() => new(404, "NotFound", "the server could not find the requested resource");

    public static KubernetesError UnsupportedMediaType(string message) => new(415, "UnsupportedMediaType", message);

    public static KubernetesError TooManyRequests(string message) => new(429, "TooManyRequests", message);

    public static KubernetesError Expired(string message) => new(410, "Expired", message);

    public static KubernetesError ResourceVersionTooLarge(long asked, long current) =>
        new(504, "Timeout", $"Too large resource version: {asked}, current: {current}")
        {
            Details = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
                ["retryAfterSeconds"] = 1,
            },
        };

    public static KubernetesError Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors)
    {
        var causes = new JsonArray();
        foreach (var error in errors)
        {
            causes.Add((JsonNode)new JsonObject { ["reason"] = error.Reason, ["message"] = error.Detail, ["field"] = error.Field });
        }

        var all = errors.Select(error => error.ToString()).Distinct().ToList();
        var text = all.Count == 1 ? all[0] : $"[{string.Join(", ", all)}]";
        var what = kind.Group.Length == 0 ? kind.Kind : $"{kind.Kind}.{kind.Group}";
        var details = new JsonObject { ["name"] = name };
        if (kind.Group.Length > 0)
        {
            details["group"] = kind.Group;
        }

        details["kind"] = kind.Kind;
        details["causes"] = causes;
        return new(422, "Invalid", $"{what} \"{name}\" is invalid: {text}") { Details = details };
    }

    public static JsonObject Details(GroupResource resource, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        if (resource.Group.Length > 0)
        {
            details["group"] = resource.Group;
        }

        details["kind"] = resource.Plural;
        return details;
    }
}
