using Microsoft.Win32.SafeHandles;

namespace Verditer.Registry;

/// <summary>The files of blobs, by digest, shared by all registries, and those of unfinished uploads.</summary>
internal sealed class BlobFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _blobs;
    private readonly string _uploads;

    public BlobFolder(RegistryOptions options)
    {
        (Root, _blobs, _uploads) = (options.Folder, Path.Combine(options.Folder, "blobs"), Path.Combine(options.Folder, "uploads"));
    }

    public string Root { get; }

    public IEnumerable<string> UploadIds => Directory.Exists(_uploads) ? Directory.EnumerateFiles(_uploads).Select(path => Path.GetFileName(path)) : [];

    public IEnumerable<Digest> Digests => Directory.Exists(_blobs)
        ? Directory.EnumerateDirectories(_blobs)
            .SelectMany(algorithm => Directory.EnumerateFiles(algorithm, "*", SearchOption.AllDirectories).Select(file => $"{Path.GetFileName(algorithm)}:{Path.GetFileName(file)}"))
            .Select(text => Digest.TryParse(text, out var digest) ? digest : null).OfType<Digest>()
        : [];

    public string UploadPath(string id) => Path.Combine(_uploads, id);

    public string BlobPath(Digest digest) => Path.Combine(_blobs, digest.Algorithm, digest.Hex[..2], digest.Hex);

    /// <summary>A new file for an upload.</summary>
    public FileStream CreateUpload(string id)
    {
        MakeFolder(Root);
        MakeFolder(_uploads);
        return OpenUpload(id, FileMode.CreateNew);
    }

    public FileStream OpenUpload(string id, FileMode mode = FileMode.Open)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new(UploadPath(id), options);
    }

    public void DeleteUpload(string id) => File.Delete(UploadPath(id));

    /// <summary>Makes an upload, whose bytes are on disk, the file of a blob. Whatever happens, the blob is there whole or not at all.</summary>
    public void Place(string uploadId, Digest digest)
    {
        var target = BlobPath(digest);
        var folder = Path.GetDirectoryName(target)!;
        MakeFolder(_blobs);
        MakeFolder(Path.GetDirectoryName(folder)!);
        MakeFolder(folder);
        File.Move(UploadPath(uploadId), target, overwrite: true);
        DiskFolder.Flush(folder);
    }

    public bool Exists(Digest digest) => File.Exists(BlobPath(digest));

    /// <summary>A blob to read from; null where its file is missing.</summary>
    public SafeFileHandle? Open(Digest digest)
    {
        try
        {
            return File.OpenHandle(BlobPath(digest), options: FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(Digest digest) => File.Delete(BlobPath(digest));

    private static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }

        DiskFolder.Flush(Path.GetDirectoryName(path)!);
    }
}
