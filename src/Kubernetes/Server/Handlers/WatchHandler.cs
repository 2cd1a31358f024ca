using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace Verditer.Kubernetes;

/// <summary>
/// A list that goes on as a stream of changes. A watcher holds only its place in the log of changes; one that is too slow is told that its revision is gone.
/// Source: apiserver's <c>storage/cacher</c>, <c>endpoints/handlers/watch.go</c>.
/// </summary>
internal sealed class WatchHandler(ClusterApi api, TimeProvider hostTime)
{
    private const int Batch = 128;

    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultLength = TimeSpan.FromMinutes(30);

    public async Task WatchAsync(ApiCall call)
    {
        if (Representation.Choose(call.Http) is not { } representation)
        {
            await ApiAnswer.ErrorAsync(call.Http, Representation.NotAcceptable());
            return;
        }

        var (selection, wrong) = Selection.Of(call);
        if (selection is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, wrong!);
            return;
        }

        if (Start(call) is not { } start)
        {
            await ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.BadRequest($"invalid resource version \"{call.Query("resourceVersion")}\""));
            return;
        }

        var length = call.Number("timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : DefaultLength;
        using var end = new CancellationTokenSource(length, hostTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, call.Aborted);
        call.Http.Response.ContentType = "application/json";
        call.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // The headers go out now, not with the first event: clients wait for them.
        await call.Http.Response.BodyWriter.FlushAsync(call.Aborted);
        var stream = new WatchStream(call, representation, selection, call.Http.Response.BodyWriter);
        try
        {
            await FollowAsync(call, stream, start, either.Token);
        }
        catch (OperationCanceledException)
        {
            // Its time is over, or nobody listens any more.
        }
    }

    /// <summary>Negative: begin with what there is.</summary>
    private static long? Start(ApiCall call)
    {
        var text = call.Query("resourceVersion");
        if (text is null or "" or "0" || call.IsTrue("sendInitialEvents"))
        {
            return -1;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;
    }

    private async Task FollowAsync(ApiCall call, WatchStream stream, long start, CancellationToken cancellationToken)
    {
        var log = api.Store.Table(call.Kind.Stored).Log;
        var bookmarks = call.IsTrue("allowWatchBookmarks");
        var revision = start;
        if (revision < 0)
        {
            revision = await BeginAsync(call, stream, bookmarks, cancellationToken);
        }

        var changes = new List<StoreEvent>(Batch);
        while (true)
        {
            var changed = log.Changed;
            var reached = api.Store.Revision;
            changes.Clear();
            if (!log.TryRead(revision, changes, Batch))
            {
                stream.Error(KubernetesErrors.Expired($"too old resource version: {revision} ({reached})"));
                await stream.FlushAsync(cancellationToken);
                return;
            }

            if (changes.Count > 0)
            {
                changes.ForEach(stream.Change);
                revision = changes[^1].Revision;
                await stream.FlushAsync(cancellationToken);
                continue;
            }

            if (!await WaitAsync(changed, bookmarks, cancellationToken))
            {
                // Nothing changed up to what had been reached before the log was read.
                revision = Math.Max(revision, reached);
                stream.Bookmark(revision, initialEnd: false);
                await stream.FlushAsync(cancellationToken);
            }
        }
    }

    private async Task<long> BeginAsync(ApiCall call, WatchStream stream, bool bookmarks, CancellationToken cancellationToken)
    {
        var (state, revision) = api.Store.Snapshot(call.Kind.Stored);
        if (call.Query("sendInitialEvents") == "false")
        {
            await stream.FlushAsync(cancellationToken);
            return revision;
        }

        var written = 0;
        foreach (var value in state.List(call.Namespace.Length == 0 ? null : call.Namespace))
        {
            stream.Initial(value);
            if (++written % Batch == 0)
            {
                await stream.FlushAsync(cancellationToken);
            }
        }

        if (bookmarks && call.IsTrue("sendInitialEvents"))
        {
            stream.Bookmark(revision, initialEnd: true);
        }

        await stream.FlushAsync(cancellationToken);
        return revision;
    }

    /// <summary>False when it is time for a bookmark.</summary>
    private async Task<bool> WaitAsync(Task changed, bool bookmarks, CancellationToken cancellationToken)
    {
        if (!bookmarks)
        {
            await changed.WaitAsync(cancellationToken);
            return true;
        }

        try
        {
            await changed.WaitAsync(BookmarkEvery, hostTime, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
