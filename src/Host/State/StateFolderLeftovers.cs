using System.Globalization;
using System.Text.RegularExpressions;

namespace Verditer.Host;

/// <summary>What a killed process leaves of files that it was about to write. They are Verditer's own, and go with the next start.</summary>
internal static partial class StateFolderLeftovers
{
    /// <summary>The name under which this process writes a file before it takes its place.</summary>
    public static string Unfinished(string path) => $"{path}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.new";

    /// <summary>A file by which this process sees whether it may write into a folder.</summary>
    public static string Probe(string folder) => Path.Combine(folder, $".probe.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");

    /// <param name="path">Of something in the folder.</param>
    public static bool IsOne(StatePaths paths, string path) =>
        NewFile().Match(path) is { Success: true } match ? paths.Files.Contains(match.Groups[1].Value) : ProbeFile().IsMatch(Path.GetFileName(path));

    /// <summary>To be called by who holds the folder.</summary>
    public static void Remove(StatePaths paths)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(paths.Root).Where(file => IsOne(paths, file)).ToList())
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"^(.+)\.[0-9]+\.new\z", RegexOptions.Singleline)]
    private static partial Regex NewFile();

    [GeneratedRegex(@"^\.probe\.[0-9]+\z")]
    private static partial Regex ProbeFile();
}
