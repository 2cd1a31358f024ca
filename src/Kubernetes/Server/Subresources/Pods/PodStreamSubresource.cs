using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// <c>pods/exec</c>, <c>pods/attach</c>, <c>pods/portforward</c>, for pods whose node runs containers: the connection is upgraded, and what both sides say (SPDY/3.1,
/// or a WebSocket of the protocols up to v4.channel.k8s.io) passes through unread. A client that asks for a later protocol falls back to SPDY by itself.
/// </summary>
internal sealed class PodStreamSubresource(PodConnectionSet pods, ISubresource otherwise) : ISubresource
{
    public string Plural => "pods";

    public string Name => otherwise.Name;

    public async Task AnswerAsync(ApiCall call)
    {
        if (pods.Find(call) is not { } pod || !pods.CanReach(pod))
        {
            await otherwise.AnswerAsync(call);
            return;
        }

        var (container, error) = Name == "portforward" ? ("", null) : PodConnectionSet.Choose(pod, call.Query("container"));
        if (pod.Text("status", "phase") is "Succeeded" or "Failed" && Name != "portforward")
        {
            error ??= KubernetesErrors.BadRequest($"cannot {Name} into a container in a completed pod; current phase is {pod.Text("status", "phase")}");
        }

        var upgrade = call.Http.Features.Get<IHttpUpgradeFeature>();
        error ??= upgrade?.IsUpgradableRequest == true ? null : KubernetesErrors.BadRequest("Upgrade request required");
        if (error is not null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error);
            return;
        }

        var stream = await pods.Connections!.OpenAsync(pods.ClusterKey, pod, Request(call, container), call.Aborted);
        if (stream.Connection is not { } connection)
        {
            await ApiAnswer.ErrorAsync(call.Http, stream.Error ?? KubernetesErrors.InternalError("the node does not answer"));
            return;
        }

        await using (connection)
        {
            await UpgradedConnection.ServeAsync(call.Http, upgrade!, connection, stream.Path);
        }
    }

    private PodStreamRequest Request(ApiCall call, string container)
    {
        var query = call.Http.Request.Query;
        var ports = query["ports"].SelectMany(text => (text ?? "").Split(','))
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0)
            .Where(port => port is > 0 and < 65536);
        return new(
            Name, container, [.. query["command"].Select(word => word ?? "")], call.IsTrue("stdin"), call.IsTrue("stdout"), call.IsTrue("stderr"), call.IsTrue("tty"), [.. ports]);
    }
}
