namespace Verditer.Clusters.Containers;

/// <summary>Finds programs of the host, also those for administrators, which a user's PATH leaves out.</summary>
internal static class HostPrograms
{
    private static readonly string[] AlwaysLookedIn = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The path of a program; null where there is none.</summary>
    public static string? Find(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(AlwaysLookedIn);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
