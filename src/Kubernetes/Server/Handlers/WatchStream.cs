using System.IO.Pipelines;
using System.Buffers;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Writes one watcher's events: only those of its namespace and selection, in its form.</summary>
internal sealed class WatchStream(ApiCall call, Representation representation, Selection selection, PipeWriter output)
{
    private bool _columnsSent;

    public void Initial(StoredObject value)
    {
        if (selection.Matches(value))
        {
            Write("ADDED"u8, value);
        }
    }

    /// <summary>An object that begins to match is added for this watcher, one that ends to match is deleted.</summary>
    public void Change(StoreEvent change)
    {
        if (call.Namespace.Length > 0 && change.Current.Namespace != call.Namespace)
        {
            return;
        }

        var matched = change.Previous is { } previous && selection.Matches(previous);
        var matches = change.Kind != ObjectEventKind.Deleted && selection.Matches(change.Current);
        if (matches)
        {
            Write(matched ? "MODIFIED"u8 : "ADDED"u8, change.Current);
        }
        else if (matched)
        {
            Write("DELETED"u8, change.Kind == ObjectEventKind.Deleted ? change.Current : AsOf(change.Previous!, change.Revision));
        }
    }

    public void Bookmark(long revision, bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = $"{revision}", ["creationTimestamp"] = null };
        if (initialEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        Write("BOOKMARK"u8, Json.ToBytes(new JsonObject
        {
            ["kind"] = call.Kind.Kind,
            ["apiVersion"] = call.Kind.ApiVersion(call.Target.Version),
            ["metadata"] = metadata,
        }));
    }

    public void Error(KubernetesError error) => Write("ERROR"u8, Json.ToBytes(StatusBody.Of(error)));

    public async Task FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);

    private void Write(ReadOnlySpan<byte> type, StoredObject value)
    {
        if (representation.Shape == Shape.Table)
        {
            Write(type, Json.ToBytes(TableWriter.Of(call, [value], withColumns: !_columnsSent)));
            _columnsSent = true;
            return;
        }

        Write(type, representation.Of(call, value));
    }

    private void Write(ReadOnlySpan<byte> type, ReadOnlyMemory<byte> body)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
        output.Write(body.Span);
        output.Write("}\n"u8);
    }

    /// <summary>The last state that matched, at the revision at which it ended to.</summary>
    private static StoredObject AsOf(StoredObject value, long revision) =>
        new(value.Resource, value.Namespace, value.Name, revision, ObjectBytes.WithRevision(ObjectBytes.Of(value.Object), revision));
}
