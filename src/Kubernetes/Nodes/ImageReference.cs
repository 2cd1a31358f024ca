using System.Text.RegularExpressions;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Whether a text can be the name of an image. Source: the reference grammar of the OCI distribution project.</summary>
internal static partial class ImageReference
{
    private const string Domain = @"(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*(?::[0-9]+)?";
    private const string Part = @"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*";
    private const string Tag = @"[\w][\w.-]{0,127}";
    private const string Digest = @"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}";

    public static bool IsValid(string image) => Grammar.IsMatch(image);

    [GeneratedRegex($@"\A(?:{Domain}/)?{Part}(?:/{Part})*(?::{Tag})?(?:@{Digest})?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Grammar { get; }
}
