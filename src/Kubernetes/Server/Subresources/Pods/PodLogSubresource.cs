using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Verditer.Kubernetes;

/// <summary><c>pods/log</c>, for pods whose node runs containers. Source: the API reference of "read log of the specified Pod".</summary>
internal sealed class PodLogSubresource(PodConnectionSet pods, ISubresource otherwise) : ISubresource
{
    public string Plural => "pods";

    public string Name => "log";

    public async Task AnswerAsync(ApiCall call)
    {
        if (pods.Find(call) is not { } pod || !pods.CanReach(pod))
        {
            await otherwise.AnswerAsync(call);
            return;
        }

        var (container, error) = PodConnectionSet.Choose(pod, call.Query("container"));
        error ??= Check(call);
        error ??= await pods.Connections!.WriteLogAsync(pods.ClusterKey, pod, Request(call, container), () => Begin(call.Http), call.Aborted);
        if (error is not null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error);
        }
        else if (!call.Http.Response.HasStarted)
        {
            Begin(call.Http);
            await call.Http.Response.StartAsync(call.Aborted);
        }
    }

    private static KubernetesError? Check(ApiCall call)
    {
        foreach (var (name, least) in new[] { ("tailLines", 0L), ("limitBytes", 1L), ("sinceSeconds", 1L) })
        {
            if (call.Query(name) is { } text && !(long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least))
            {
                return KubernetesErrors.Invalid(call.Kind with { Kind = "PodLogOptions" }, call.Name, [FieldError.Invalid(name, text, $"must be greater than or equal to {least}")]);
            }
        }

        return null;
    }

    private static PodLogRequest Request(ApiCall call, string container)
    {
        DateTimeOffset? since = call.Number("sinceSeconds") is { } seconds ? call.Clock.GetUtcNow().AddSeconds(-seconds)
            : DateTimeOffset.TryParse(call.Query("sinceTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : null;
        var tail = call.Number("tailLines") is { } lines ? (int)Math.Min(lines, int.MaxValue) : (int?)null;
        return new(container, call.IsTrue("follow"), call.IsTrue("previous"), call.IsTrue("timestamps"), tail, since, call.Number("limitBytes"));
    }

    private static Stream Begin(HttpContext http)
    {
        http.Response.StatusCode = 200;
        http.Response.ContentType = "text/plain";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        return http.Response.Body;
    }
}
