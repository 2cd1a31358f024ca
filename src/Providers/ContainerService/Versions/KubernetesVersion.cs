using System.Globalization;
using System.Text.RegularExpressions;

namespace Verditer.Providers.ContainerService;

/// <summary>A Kubernetes version, such as 1.32.4.</summary>
internal readonly partial record struct KubernetesVersion(int Major, int Minor, int Patch) : IComparable<KubernetesVersion>
{
    /// <summary>Such as <c>1.32</c>: what AKS calls an alias.</summary>
    public string MinorText => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    public static KubernetesVersion? Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success ? new(Number(match, 1), Number(match, 2), Number(match, 3)) : null;
    }

    public int CompareTo(KubernetesVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,3})\.(\d{1,3})\.(\d{1,4})\z")]
    private static partial Regex Form();
}
