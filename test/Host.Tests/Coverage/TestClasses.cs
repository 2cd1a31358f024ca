using System.Text.RegularExpressions;

namespace Verditer.Host.Tests;

/// <summary>The test classes of this checkout, by their sources: <c>Providers.Network.Tests/LoadBalancerTests</c>.</summary>
internal static partial class TestClasses
{
    public static IReadOnlySet<string> In(string root)
    {
        var folder = Path.Combine(root, "test");
        return System.IO.Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Parts: Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar), File: file))
            .Where(source => source.Parts is [_, not ("bin" or "obj"), ..])
            .SelectMany(source => Named(File.ReadAllText(source.File)).Select(name => $"{source.Parts[0]}/{name}"))
            .ToHashSet();
    }

    private static IEnumerable<string> Named(string source) =>
        Test().IsMatch(source) ? Class().Matches(source).Select(match => match.Groups[1].Value) : [];

    [GeneratedRegex(@"^\s*\[(Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex(@"^public .*\bclass (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();
}
