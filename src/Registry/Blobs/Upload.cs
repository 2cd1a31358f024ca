using System.Buffers;
using System.Security.Cryptography;

namespace Verditer.Registry;

/// <summary>An unfinished upload: a file that grows, and the hash of what is in it.</summary>
internal sealed class Upload(BlobFolder folder, string id, string loginServer, string repository, long length) : IDisposable
{
    private const int BufferLength = 256 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IncrementalHash? _hasher = length == 0 ? Digest.Hasher(Digest.Usual) : null;

    public string Id => id;

    public string LoginServer => loginServer;

    public string Repository => repository;

    /// <summary>Bytes that have come.</summary>
    public long Length { get; private set; } = length;

    /// <summary>When it was last worked on, by the host's clock that only goes forward.</summary>
    public long LastUsed { get; set; }

    /// <summary>True once it is a blob or was given up.</summary>
    public bool Ended { get; private set; }

    /// <summary>The blob that its file has become, where the link to it is still to be stored; null before.</summary>
    public Digest? Placed { get; private set; }

    /// <summary>Waits until nobody else works on it. Dispose what comes back.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>Appends a body. One that breaks off leaves nothing.</summary>
    public async Task AppendAsync(Stream body, CancellationToken cancellationToken)
    {
        using var file = folder.OpenUpload(id);
        file.Position = Length;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var received = Length;
            int read;
            while ((read = await body.ReadAtLeastAsync(buffer.AsMemory(0, BufferLength), BufferLength, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                _hasher?.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                received += read;
            }

            Length = received;
        }
        catch
        {
            _hasher?.Dispose();
            _hasher = null;
            file.SetLength(Length);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The digest of what has come, by this algorithm.</summary>
    public async Task<Digest> DigestAsync(string algorithm, CancellationToken cancellationToken)
    {
        if (algorithm == Digest.Usual && _hasher is not null)
        {
            return Digest.Finish(_hasher, algorithm);
        }

        using var file = folder.OpenUpload(id);
        using var hasher = Digest.Hasher(algorithm);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int read;
            while ((read = await file.ReadAsync(buffer.AsMemory(0, BufferLength), cancellationToken)) > 0)
            {
                hasher.AppendData(buffer, 0, read);
            }

            return Digest.Finish(hasher, algorithm);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes it the file of a blob. False where it was that before, and the blob has gone again.</summary>
    public bool Place(Digest digest)
    {
        if (folder.Exists(digest))
        {
            folder.DeleteUpload(id);
        }
        else if (Placed is not null)
        {
            return false;
        }
        else
        {
            using (var file = folder.OpenUpload(id))
            {
                file.Flush(flushToDisk: true);
            }

            folder.Place(id, digest);
        }

        Placed = digest;
        return true;
    }

    public void End()
    {
        Ended = true;
        folder.DeleteUpload(id);
    }

    public void Dispose()
    {
        _hasher?.Dispose();
        _turn.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
