using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary><c>serviceaccounts/token</c>: a token of the account, for an audience and a time. Source: the documentation of TokenRequest.</summary>
internal sealed class TokenSubresource(ClusterApi api, ServiceAccountTokens tokens) : ISubresource
{
    private const long DefaultSeconds = 3600;
    private const long LeastSeconds = 600;
    private const long MostSeconds = 1L << 32;

    private static readonly ResourceKind Request = KindTable.Instance.Find("authentication.k8s.io/v1", "TokenReview")! with { Kind = "TokenRequest" };

    public string Plural => "serviceaccounts";

    public string Name => "token";

    public async Task AnswerAsync(ApiCall call)
    {
        var (request, error) = await RequestBody.ReadObjectAsync(call.Http);
        if (error is not null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error);
            return;
        }

        if (api.Store.Find(call.Kind.Stored, call.Namespace, call.Name) is not { } account)
        {
            await ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.NotFound(call.Kind.Resource, call.Name));
            return;
        }

        request ??= [];
        if ((FieldValidation.Check(call, request, Request, "v1") ?? ObjectIdentity.Check(call, request, nameless: true)) is { } unreadable)
        {
            await ApiAnswer.ErrorAsync(call.Http, unreadable);
            return;
        }

        var spec = request.Section("spec");
        var seconds = spec["expirationSeconds"] is { } asked ? asked.GetValue<long>() : DefaultSeconds;
        if (CheckDuration(seconds) is { } invalid)
        {
            await ApiAnswer.ErrorAsync(call.Http, invalid);
            return;
        }

        var bound = spec["boundObjectRef"] as JsonObject;
        if (bound is not null && BindTo(call, bound) is { } missing)
        {
            await ApiAnswer.ErrorAsync(call.Http, missing);
            return;
        }

        var audiences = (spec["audiences"] as JsonArray ?? []).Select(one => one.Text() ?? "").ToList();
        if (audiences.Count == 0)
        {
            audiences.Add(tokens.ApiAudiences[0]);
        }

        spec["audiences"] = new JsonArray([.. audiences.Select(one => (JsonNode)one)]);
        spec["expirationSeconds"] = seconds;
        request["kind"] = "TokenRequest";
        request["apiVersion"] = "authentication.k8s.io/v1";
        request["metadata"] = new JsonObject { ["name"] = account.Name, ["namespace"] = account.Namespace, ["creationTimestamp"] = ObjectMeta.Time(call.Clock.GetUtcNow()) };
        request["status"] = new JsonObject
        {
            ["token"] = tokens.Issue(account, audiences, TimeSpan.FromSeconds(seconds), bound),
            ["expirationTimestamp"] = ObjectMeta.Time(call.Clock.GetUtcNow().AddSeconds(seconds)),
        };
        await ApiAnswer.WriteAsync(call.Http, 201, request);
    }

    private static KubernetesError? CheckDuration(long seconds)
    {
        var wrong = seconds switch
        {
            < LeastSeconds => "may not specify a duration less than 10 minutes",
            > MostSeconds => "may not specify a duration larger than 2^32 seconds",
            _ => null,
        };
        return wrong is null ? null : KubernetesErrors.Invalid(Request, "", [FieldError.Invalid("spec.expirationSeconds", seconds, wrong)]);
    }

    private KubernetesError? BindTo(ApiCall call, JsonObject bound)
    {
        var version = bound.Text("apiVersion") ?? "";
        var resource = version.Contains('/') ? "" : bound.Text("kind") switch { "Pod" => "pods", "Secret" => "secrets", "Node" => "nodes", _ => "" };
        if (resource.Length == 0)
        {
            return KubernetesErrors.BadRequest($"cannot bind token to object of type {(version.Contains('/') ? version : $"/{version}")}, Kind={bound.Text("kind")}");
        }

        var found = api.Store.Find(new("", resource), resource == "nodes" ? "" : call.Namespace, bound.Text("name") ?? "");
        if (found is null)
        {
            return KubernetesErrors.NotFound(new("", resource), bound.Text("name") ?? "");
        }

        if (resource == "pods" && found.Object.Text("spec", "serviceAccountName") != call.Name)
        {
            return KubernetesErrors.BadRequest($"cannot bind token for serviceaccount \"{call.Name}\" to pod running with different serviceaccount name.");
        }

        if (bound.Text("uid") is { Length: > 0 } uid && uid != found.Uid)
        {
            return KubernetesErrors.Conflict(
                new("", resource), found.Name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        }

        bound["uid"] = found.Uid;
        return null;
    }
}
