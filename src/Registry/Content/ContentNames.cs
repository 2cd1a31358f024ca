using System.Text.RegularExpressions;

namespace Verditer.Registry;

/// <summary>What repositories and tags may be called.</summary>
/// <remarks>Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests</remarks>
internal static partial class ContentNames
{
    private const int LongestRepository = 255;

    public static bool IsRepository(string name) => name.Length <= LongestRepository && Repository().IsMatch(name);

    public static bool IsTag(string name) => Tag().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Repository();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
