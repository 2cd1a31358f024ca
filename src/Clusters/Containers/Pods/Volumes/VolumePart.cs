namespace Verditer.Clusters.Containers;

/// <summary>
/// A part of a volume (<c>subPath</c>). A container may change its volume at any moment, so no path in it is looked at twice: the part is opened without leaving the volume, and what was opened
/// is mounted in the pod's own folder.
/// </summary>
internal static class VolumePart
{
    /// <param name="volume">A folder.</param>
    /// <param name="part">A relative path in it, which is made where it is missing. Links on it that lead out of the volume, or begin at the root, are refused.</param>
    /// <param name="place">Where the part is to be seen; what was mounted there before goes.</param>
    /// <exception cref="IOException">It leads out of the volume, or cannot be made.</exception>
    public static void Mount(string volume, string part, string place)
    {
        using var root = BeneathFile.OpenFolder(volume);
        var segments = part.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 1; i <= segments.Length; i++)
        {
            using var found = BeneathFile.TryOpen(root, string.Join('/', segments[..i]));
            if (found is null)
            {
                using var parent = BeneathFile.Open(root, i == 1 ? "." : string.Join('/', segments[..(i - 1)]));
                BeneathFile.MakeFolder(parent, segments[i - 1], File.GetUnixFileMode(BeneathFile.PathOf(root)));
            }
        }

        using var source = BeneathFile.Open(root, segments.Length == 0 ? "." : string.Join('/', segments));
        BindMount.Remove(place);
        Prepare(place, Directory.Exists(BeneathFile.PathOf(source)));
        BindMount.Make(BeneathFile.PathOf(source), place);
    }

    /// <summary>A folder is mounted on a folder, anything else on a file.</summary>
    private static void Prepare(string place, bool isFolder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (isFolder)
        {
            File.Delete(place);
            Directory.CreateDirectory(place);
            return;
        }

        if (Directory.Exists(place))
        {
            Directory.Delete(place);
        }

        File.WriteAllBytes(place, []);
    }
}
