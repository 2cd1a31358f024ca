using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>The unfinished uploads. They outlive the process.</summary>
internal sealed class Uploads(IDocumentStore store, ContentIndex index, BlobFolder folder, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Upload> _open = new(StringComparer.Ordinal);

    public async Task<Upload> StartAsync(string loginServer, string repository, CancellationToken cancellationToken)
    {
        var upload = Create(loginServer, repository);
        var record = new UploadRecord(repository, time.GetUtcNow());
        _open[Key(upload)] = upload;
        await store.CommitAsync(
            new WriteBatch().Create(Collections.Uploads, Key(upload), JsonSerializer.SerializeToUtf8Bytes(record, RegistryJson.Default.UploadRecord)), cancellationToken);
        return upload;
    }

    /// <summary>An upload of one request, which nobody can go on with.</summary>
    public Upload StartPassing(string loginServer, string repository) => Create(loginServer, repository);

    /// <summary>An upload of this repository; null where there is none, or it is over.</summary>
    public Upload? Find(string loginServer, string repository, string id)
    {
        var key = $"{loginServer}/{id}";
        if (index.FindUpload(key) is not { } kept || kept.Record.Repository != repository)
        {
            return null;
        }

        var upload = _open.GetOrAdd(key, _ => Reopen(loginServer, repository, id));
        upload.LastUsed = time.GetTimestamp();
        return upload.Ended ? null : upload;
    }

    public async Task CancelAsync(Upload upload, CancellationToken cancellationToken)
    {
        await store.CommitAsync(Forget(new WriteBatch(), upload), cancellationToken);
        Close(upload);
    }

    /// <summary>Adds to a batch that the upload is over.</summary>
    public static WriteBatch Forget(WriteBatch batch, Upload upload) => batch.Delete(Collections.Uploads, Key(upload));

    /// <summary>After what <see cref="Forget"/> added was committed.</summary>
    public void Close(Upload upload)
    {
        upload.End();
        _open.TryRemove(Key(upload), out _);
    }

    /// <summary>Gives up what nobody goes on with, and files that belong to no upload.</summary>
    public async Task CleanAsync(TimeSpan kept, CancellationToken cancellationToken)
    {
        foreach (var (key, record) in index.Uploads)
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var (loginServer, id) = (key[..slash], key[(slash + 1)..]);
            var upload = _open.GetOrAdd(key, _ => Reopen(loginServer, record.Record.Repository, id));
            if (time.GetElapsedTime(upload.LastUsed) > kept)
            {
                using var turn = await upload.EnterAsync(cancellationToken);
                await CancelAsync(upload, cancellationToken);
            }
        }
    }

    /// <summary>Removes the files that an earlier process left. Before the first request: there is none of this process yet.</summary>
    public void RemoveLeftovers()
    {
        var known = index.Uploads.Select(pair => pair.Key[(pair.Key.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToHashSet(StringComparer.Ordinal);
        foreach (var id in folder.UploadIds.Where(id => !known.Contains(id)).ToList())
        {
            folder.DeleteUpload(id);
        }
    }

    private static string Key(Upload upload) => $"{upload.LoginServer}/{upload.Id}";

    private Upload Create(string loginServer, string repository)
    {
        var id = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);
        folder.CreateUpload(id).Dispose();
        return new(folder, id, loginServer, repository, 0) { LastUsed = time.GetTimestamp() };
    }

    /// <summary>An upload of an earlier process, as far as its bytes have come to the disk.</summary>
    private Upload Reopen(string loginServer, string repository, string id)
    {
        var file = new FileInfo(folder.UploadPath(id));
        if (!file.Exists)
        {
            folder.CreateUpload(id).Dispose();
        }

        return new(folder, id, loginServer, repository, file.Exists ? file.Length : 0) { LastUsed = time.GetTimestamp() };
    }
}
