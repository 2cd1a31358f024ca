using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Gets images for containers: by their pull policy, with the pod's pull secrets or what the node has to show, in the background, and again after a while where that
/// failed. Two containers that want the same image wait for one pull.
/// </summary>
internal sealed class ImagePuller(IImageCredentials credentials, TimeProvider time, TimeProvider hostTime)
{
    private readonly ConcurrentDictionary<string, Pull> _pulls = new(StringComparer.Ordinal);

    /// <summary>Whether the container can be started with its image; if not, why.</summary>
    /// <param name="say">Records an event: type, reason, message.</param>
    /// <param name="wake">Called when a pull has ended.</param>
    public async Task<ImageState> EnsureAsync(
        IObjectClient api, NodeMachine machine, JsonObject pod, JsonObject container, Action<string, string, string> say, Action wake, CancellationToken cancellationToken)
    {
        var image = container.Text("image") ?? "";
        var policy = container.Text("imagePullPolicy") ?? "IfNotPresent";
        var present = await FindAsync(machine.Runtime, image, cancellationToken);
        var key = $"{machine.ClusterKey}/{machine.Name} {pod.Uid()} {image}";
        if (policy == "Never" || (present is not null && policy != "Always"))
        {
            return OfPresent(image, present, say);
        }

        var pull = _pulls.GetOrAdd(key, _ => new());
        if (pull.Running is { IsCompleted: false })
        {
            return ImageState.Pulling;
        }

        if (pull.Running is { } ended)
        {
            pull.Running = null;
            return await ended is { } failure ? Failed(pull, image, failure, say) : Arrived(key, pull, image, await FindAsync(machine.Runtime, image, cancellationToken), say);
        }

        if (pull.Failure is { } last && pull.BackOff.Until(pull.FailedAt) is var due && due > time.GetUtcNow())
        {
            say(EventRecorder.Normal, "BackOff", $"Back-off pulling image \"{image}\"");
            say(EventRecorder.Warning, "Failed", "Error: ImagePullBackOff");
            return new(null, new("ImagePullBackOff", $"Back-off pulling image \"{image}\": {last.Reason}: {last.Message}"), due);
        }

        say(EventRecorder.Normal, "Pulling", $"Pulling image \"{image}\"");
        var secret = ImagePullSecrets.Find(api, pod, image);
        pull.Begun = hostTime.GetTimestamp();
        pull.Running = Task.Run(() => PullAsync(machine, image, secret), CancellationToken.None);
        _ = pull.Running.ContinueWith(_ => wake(), TaskScheduler.Default);
        return ImageState.Pulling;
    }

    public void Forget(string podUid)
    {
        foreach (var key in _pulls.Keys.Where(key => key.Contains($" {podUid} ", StringComparison.Ordinal)))
        {
            _pulls.TryRemove(key, out _);
        }
    }

    private static ImageState OfPresent(string image, Image? present, Action<string, string, string> say)
    {
        if (present is not null)
        {
            say(EventRecorder.Normal, "Pulled", $"Container image \"{image}\" already present on machine");
            return new(present, null, null);
        }

        var message = $"Container image \"{image}\" is not present with pull policy of Never";
        say(EventRecorder.Warning, "ErrImageNeverPull", message);
        say(EventRecorder.Warning, "Failed", "Error: ErrImageNeverPull");
        return new(null, new("ErrImageNeverPull", message), null);
    }

    private ImageState Failed(Pull pull, string image, WaitingReason failure, Action<string, string, string> say)
    {
        var now = time.GetUtcNow();
        (pull.Failure, pull.FailedAt) = (failure, now);
        pull.BackOff.Tried(now);
        say(EventRecorder.Warning, "Failed", $"Failed to pull image \"{image}\": {failure.Message}");
        say(EventRecorder.Warning, "Failed", $"Error: {failure.Reason}");

        // Soon after, it is said that it is waited for.
        return new(null, failure, now + TimeSpan.FromSeconds(1));
    }

    private ImageState Arrived(string key, Pull pull, string image, Image? present, Action<string, string, string> say)
    {
        _pulls.TryRemove(key, out _);
        if (present is null)
        {
            return new(null, new("ErrImagePull", $"image \"{image}\" is not there after it was pulled"), time.GetUtcNow() + TimeSpan.FromSeconds(1));
        }

        var took = hostTime.GetElapsedTime(pull.Begun).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        say(EventRecorder.Normal, "Pulled", $"Successfully pulled image \"{image}\" in {took}s ({took}s including waiting). Image size: {present.Size} bytes.");
        return new(present, null, null);
    }

    /// <returns>Null when it succeeded.</returns>
    private async Task<WaitingReason?> PullAsync(NodeMachine machine, string image, ImageCredential? secret)
    {
        try
        {
            var shown = secret ?? await credentials.FindAsync(machine.Spec, image, CancellationToken.None);
            var request = new PullImageRequest { Image = new() { Image = image } };
            if (shown is not null)
            {
                request.Auth = new() { Username = shown.UserName, Password = shown.Password };
            }

            await machine.Runtime.Images.PullImageAsync(request);
            return null;
        }
        catch (RpcException e)
        {
            return new("ErrImagePull", RuntimeErrors.Describe(e));
        }
        catch (Exception e)
        {
            return new("ErrImagePull", e.Message);
        }
    }

    private static async Task<Image?> FindAsync(RuntimeConnection runtime, string image, CancellationToken cancellationToken) =>
        (await runtime.Images.ImageStatusAsync(new() { Image = new() { Image = image } }, cancellationToken: cancellationToken)).Image;

    private sealed class Pull
    {
        public Task<WaitingReason?>? Running { get; set; }

        public long Begun { get; set; }

        public WaitingReason? Failure { get; set; }

        public DateTimeOffset FailedAt { get; set; }

        public BackOff BackOff { get; } = new();
    }
}

/// <param name="Image">The image; null while it is not there.</param>
/// <param name="Waiting">What the container shows meanwhile; null while a pull is under way.</param>
/// <param name="LookAgainAt">UTC, Verditer's clock.</param>
internal sealed record ImageState(Image? Image, WaitingReason? Waiting, DateTimeOffset? LookAgainAt)
{
    public static readonly ImageState Pulling = new(null, null, null);
}
