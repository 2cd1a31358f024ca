namespace Verditer.TypeExtractor;

/// <summary>Api-versions, newest first; of one date the stable one before its preview.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder NewestFirst = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (x ?? "", y ?? "");
        var byDate = string.CompareOrdinal(Date(right), Date(left));
        return byDate != 0 ? byDate : string.CompareOrdinal(left, right);
    }

    private static string Date(string version) => version.Length > 10 ? version[..10] : version;
}
