using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>An image's name without its registry: <c>repository:tag</c> or <c>repository@digest</c>. Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests</summary>
/// <param name="Text">With <c>:latest</c> where the client named neither tag nor digest.</param>
internal sealed partial record ImageReference(string Repository, string Text)
{
    private const int LongestRepository = 255;

    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        var match = Pattern().Match(text ?? "");
        var repository = match.Groups["repository"].Value;
        reference = match.Success && repository.Length <= LongestRepository
            ? new(repository, match.Groups["version"].Success ? text! : text + ":latest")
            : null;
        return reference is not null;
    }

    public static bool IsRepository(string text) => TryParse(text, out var reference) && reference.Repository == text;

    public bool HasDigest => Text.Contains('@', StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<repository>[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?<version>:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[A-Za-z0-9=_-]+)?\z")]
    private static partial Regex Pattern();
}
