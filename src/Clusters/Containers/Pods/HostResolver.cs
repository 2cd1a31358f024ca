namespace Verditer.Clusters.Containers;

/// <summary>Where the host looks for names. Servers on the host's own loopback cannot be reached from a node and are left out.</summary>
internal static class HostResolver
{
    public static IReadOnlyList<string> Servers() => File.Exists("/etc/resolv.conf")
        ? [.. File.ReadLines("/etc/resolv.conf")
            .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..] && !words[1].StartsWith("127.", StringComparison.Ordinal) && words[1] != "::1")
            .Select(words => words[1])]
        : [];
}
