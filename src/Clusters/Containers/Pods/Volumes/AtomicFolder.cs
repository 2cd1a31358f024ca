using System.Globalization;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Files that change all at once: they are in a folder with a name of its own, <c>..data</c> links to it, and each file links into <c>..data</c>. A program that reads
/// sees either all old or all new ones. Source: Kubernetes' <c>pkg/volume/util/atomic_writer.go</c>.
/// </summary>
internal static class AtomicFolder
{
    private const string Data = "..data";

    /// <param name="group">Who may read the files besides root; null for nobody else.</param>
    /// <returns>True when anything changed.</returns>
    /// <exception cref="PodWorkException">A file's path leads out of the folder.</exception>
    public static bool Write(string folder, IReadOnlyList<ProjectedFile> files, long? group, TimeProvider hostTime)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var link = Path.Combine(folder, Data);
        var before = Before(folder, link);
        if (before is not null && IsSame(Path.Combine(folder, before), files))
        {
            return false;
        }

        var name = $"..{hostTime.GetUtcNow().UtcDateTime.ToString("yyyy_MM_dd_HH_mm_ss.fffffff", CultureInfo.InvariantCulture)}";
        var next = Path.Combine(folder, name);
        Directory.CreateDirectory(next);
        File.SetUnixFileMode(next, (UnixFileMode)0b111_101_101);
        foreach (var file in files)
        {
            WriteFile(next, file, group);
        }

        var pending = Path.Combine(folder, "..data_tmp");
        File.Delete(pending);
        File.CreateSymbolicLink(pending, name);
        NativeFile.Replace(pending, link);
        LinkFiles(folder, files);
        if (before is not null)
        {
            Directory.Delete(Path.Combine(folder, before), recursive: true);
        }

        return true;
    }

    /// <summary>The folder that the link leads to; null for none that this class has made: it is deleted later, with all that is in it.</summary>
    private static string? Before(string folder, string link) =>
        new FileInfo(link).LinkTarget is { Length: > 2 } name
        && name.StartsWith("..", StringComparison.Ordinal)
        && !name.Contains('/')
        && new DirectoryInfo(Path.Combine(folder, name)) is { Exists: true, LinkTarget: null }
            ? name
            : null;

    private static void WriteFile(string folder, ProjectedFile file, long? group)
    {
        var path = Path.GetFullPath(Path.Combine(folder, file.Path));
        if (!path.StartsWith(folder + "/", StringComparison.Ordinal))
        {
            throw new PodWorkException("ContainerCreating", $"MountVolume.SetUp failed : invalid file path \"{file.Path}\"");
        }

        var parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(parent);
        File.WriteAllBytes(path, file.Content);
        if (group is not null)
        {
            NativeFile.SetOwner(path, null, group);
        }

        // Whoever is in the group may read what its owner may.
        var mode = group is null ? file.Mode : file.Mode | ((file.Mode & 0b100_000_000) >> 3);
        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    private static void LinkFiles(string folder, IReadOnlyList<ProjectedFile> files)
    {
        var wanted = files.Select(file => file.Path.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in wanted.Where(name => !Path.Exists(Path.Combine(folder, name))))
        {
            File.CreateSymbolicLink(Path.Combine(folder, name), $"{Data}/{name}");
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = Path.GetFileName(entry);
            if (!name.StartsWith("..", StringComparison.Ordinal) && !wanted.Contains(name))
            {
                File.Delete(entry);
            }
        }
    }

    private static bool IsSame(string folder, IReadOnlyList<ProjectedFile> files)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        var present = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).ToHashSet(StringComparer.Ordinal);
        return present.SetEquals(files.Select(file => file.Path)) && files.All(file => File.ReadAllBytes(Path.Combine(folder, file.Path)).AsSpan().SequenceEqual(file.Content));
    }
}
