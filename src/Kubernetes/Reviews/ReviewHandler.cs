using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Questions that are answered and not kept: who is this, may he do that.</summary>
internal sealed class ReviewHandler(Authenticator authenticator, ServiceAccountTokens tokens, RbacAuthorizer authorizer)
{
    public async Task AnswerAsync(ApiCall call)
    {
        var (review, error) = await RequestBody.ReadObjectAsync(call.Http);
        if (error is not null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error);
            return;
        }

        review ??= [];
        review["kind"] = call.Kind.Kind;
        review["apiVersion"] = call.Kind.ApiVersion(call.Target.Version);
        review.Metadata()["creationTimestamp"] = call.Kind.Kind == "SelfSubjectReview" ? ObjectMeta.Time(call.Clock.GetUtcNow()) : null;
        var spec = review.Section("spec");
        review["status"] = call.Kind.Kind switch
        {
            "TokenReview" => Token(spec),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = Describe(call.User) },
            "SelfSubjectAccessReview" => Access(call.User, spec, null),
            "SelfSubjectRulesReview" => Rules(call.User, spec.Text("namespace") ?? ""),
            "LocalSubjectAccessReview" => Access(Subject(spec), spec, call.Namespace),
            _ => Access(Subject(spec), spec, null),
        };
        if (call.Kind.Kind == "SelfSubjectReview")
        {
            review.Remove("spec");
        }

        await ApiAnswer.WriteAsync(call.Http, 201, review);
    }

    private JsonObject Token(JsonObject spec)
    {
        var asked = (spec["audiences"] as JsonArray ?? []).Select(one => one.Text() ?? "").ToList();
        IReadOnlyList<string> audiences = asked.Count > 0 ? asked : [.. tokens.ApiAudiences];
        return authenticator.ByToken(spec.Text("token") ?? "", audiences) is { } holder
            ? new JsonObject { ["authenticated"] = true, ["user"] = Describe(holder.User), ["audiences"] = List(holder.Audiences) }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
    }

    private JsonObject Access(UserInfo user, JsonObject spec, string? @namespace)
    {
        var allowed = authorizer.Allows(user, Request(spec, @namespace));
        var status = new JsonObject { ["allowed"] = allowed };
        if (!allowed)
        {
            status["reason"] = "";
        }

        return status;
    }

    private static AccessRequest Request(JsonObject spec, string? @namespace)
    {
        if (spec["resourceAttributes"] is not JsonObject resource)
        {
            return new(spec.Text("nonResourceAttributes", "verb") ?? "", "", "", "", "", spec.Text("nonResourceAttributes", "path") ?? "");
        }

        var plural = resource.Text("resource") ?? "";
        var name = resource.Text("subresource") is { Length: > 0 } subresource ? $"{plural}/{subresource}" : plural;
        return new(resource.Text("verb") ?? "", resource.Text("group") ?? "", name, @namespace ?? resource.Text("namespace") ?? "", resource.Text("name") ?? "", "");
    }

    private JsonObject Rules(UserInfo user, string @namespace)
    {
        var resources = new JsonArray();
        var paths = new JsonArray();
        foreach (var rule in authorizer.RulesOf(user, @namespace))
        {
            if (rule.Urls.Length > 0)
            {
                paths.Add((JsonNode)new JsonObject { ["verbs"] = List(rule.Verbs), ["nonResourceURLs"] = List(rule.Urls) });
                continue;
            }

            var one = new JsonObject { ["verbs"] = List(rule.Verbs), ["apiGroups"] = List(rule.Groups), ["resources"] = List(rule.Resources) };
            if (rule.Names.Length > 0)
            {
                one["resourceNames"] = List(rule.Names);
            }

            resources.Add((JsonNode)one);
        }

        return new() { ["resourceRules"] = resources, ["nonResourceRules"] = paths, ["incomplete"] = false };
    }

    private static UserInfo Subject(JsonObject spec) =>
        new(spec.Text("user") ?? "", [.. (spec["groups"] as JsonArray ?? []).Select(one => one.Text() ?? "")], spec.Text("uid") ?? "");

    private static JsonObject Describe(UserInfo user)
    {
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
        {
            info["uid"] = user.Uid;
        }

        info["groups"] = List(user.Groups);
        if (user.Extra is { } extra)
        {
            info["extra"] = new JsonObject(extra.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)List(pair.Value))));
        }

        return info;
    }

    private static JsonArray List(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}
