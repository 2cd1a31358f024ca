using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Verditer.Kubernetes;

/// <summary>One request, in the visible order of its checks: who, what, may he, do it.</summary>
internal sealed class ApiDispatcher(
    ClusterApi api,
    Authenticator authenticator,
    RbacAuthorizer authorizer,
    PublicEndpoints endpoints,
    ReviewHandler reviews,
    IReadOnlyList<ISubresource> subresources,
    ClusterRefusals refusals,
    TimeProvider hostTime,
    ILogger logger)
{
    private readonly ReadHandler _read = new(api, new ListSnapshots(hostTime));
    private readonly WatchHandler _watch = new(api, hostTime);
    private readonly WriteHandler _write = new(api);
    private readonly PatchHandler _patch = new(api);
    private readonly DeleteHandler _delete = new(api);

    public async Task HandleAsync(HttpContext http)
    {
        http.Features.Set(refusals);
        try
        {
            await AnswerAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone.
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await ApiAnswer.ErrorAsync(http, KubernetesErrors.BadRequest(e.Message));
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            logger.RequestFailed(e, http.Request.Method, http.Request.Path);
            await ApiAnswer.ErrorAsync(http, KubernetesErrors.InternalError("the request could not be carried out; the log has the cause"));
        }
    }

    private Task AnswerAsync(HttpContext http)
    {
        var target = RequestTarget.Parse(http.Request.Path);
        if (!target.IsResource && PublicEndpoints.IsOpen(target.Path))
        {
            return endpoints.AnswerAsync(http, target.Path);
        }

        if (authenticator.Authenticate(http) is not { } caller)
        {
            return ApiAnswer.ErrorAsync(http, KubernetesErrors.Unauthorized());
        }

        var (user, refused) = Impersonation.Apply(http, caller, authorizer);
        if (user is null)
        {
            return ApiAnswer.ErrorAsync(http, refused!);
        }

        return target.IsResource ? ResourceAsync(http, target, user) : PathAsync(http, target, user);
    }

    private Task PathAsync(HttpContext http, RequestTarget target, UserInfo user)
    {
        var verb = http.Request.Method.ToLowerInvariant();
        var access = new AccessRequest(verb, "", "", "", "", target.Path);
        return authorizer.Allows(user, access)
            ? endpoints.AnswerAsync(http, target.Path)
            : ApiAnswer.ErrorAsync(http, new(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {verb} path \"{target.Path}\"") { Details = [], Missing = access });
    }

    private Task ResourceAsync(HttpContext http, RequestTarget target, UserInfo user)
    {
        var verb = RequestVerb.Of(http.Request, target);
        var resource = target.Subresource.Length > 0 ? $"{target.Plural}/{target.Subresource}" : target.Plural;
        var name = target.Name.Length == 0 && verb is "list" or "watch" or "deletecollection" ? RequestVerb.NameInSelector(http.Request) : target.Name;
        if (!authorizer.Allows(user, new(verb, target.Group, resource, target.Namespace, name, "")))
        {
            return ApiAnswer.ErrorAsync(http, Refusals.Access(user, verb, target, resource));
        }

        if (KindTable.Instance.Find(target.Resource) is not { } kind || !kind.Versions.Contains(target.Version)
            || (target.Subresource.Length > 0 && !kind.Subresources.Contains(target.Subresource))
            || (target.IsInNamespace && !kind.Namespaced)
            || (target.Rest.Length > 0 && target.Subresource != "proxy"))
        {
            return ApiAnswer.ErrorAsync(http, KubernetesErrors.Unserved());
        }

        // Who may look at an object, or delete it, may not act through a part of it.
        if (target.Subresource.Length > 0 && !SubresourceInfo.Of(kind, target.Subresource).Verbs.Contains(verb))
        {
            return ApiAnswer.ErrorAsync(http, KubernetesErrors.MethodNotAllowed());
        }

        var call = new ApiCall(http, target, kind, verb, user, api.Parts.Clock);
        if (Find(call) is { } subresource)
        {
            return subresource.AnswerAsync(call);
        }

        return kind.IsStored ? DispatchAsync(call) : verb == "create" ? NotStoredAsync(call) : ApiAnswer.ErrorAsync(http, KubernetesErrors.MethodNotAllowed());
    }

    /// <summary>An old form of the binding of a pod, or a review.</summary>
    private Task NotStoredAsync(ApiCall call) =>
        call.Kind.Plural == "bindings" ? ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.MethodNotAllowed("use pods/{name}/binding")) : reviews.AnswerAsync(call);

    private Task DispatchAsync(ApiCall call) => call.Verb switch
    {
        _ when call.Target.Subresource.Length == 0 && !call.Kind.Verbs.Contains(call.Verb) => ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.MethodNotAllowed()),
        "create" or "update" or "patch" when call.Name.Length > 0 == (call.Verb == "create") => ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.MethodNotAllowed()),
        "get" => _read.GetAsync(call),
        "list" => _read.ListAsync(call),
        "watch" => _watch.WatchAsync(call),
        "create" when call.Kind.Namespaced && call.Namespace.Length == 0 =>
            ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.BadRequest("an empty namespace may not be set during creation")),
        "create" => _write.CreateAsync(call),
        "update" => _write.UpdateAsync(call),
        "patch" => _patch.PatchAsync(call),
        "delete" => _delete.DeleteAsync(call),
        "deletecollection" => _delete.DeleteCollectionAsync(call),
        _ => ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.MethodNotAllowed()),
    };

    private ISubresource? Find(ApiCall call)
    {
        if (call.Target.Subresource.Length == 0)
        {
            return null;
        }

        foreach (var one in subresources)
        {
            if (one.Name == call.Target.Subresource && (one.Plural == "*" || one.Plural == call.Kind.Plural))
            {
                return one;
            }
        }

        return null;
    }
}
