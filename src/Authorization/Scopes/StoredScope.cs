namespace Verditer.Authorization;

/// <summary>The scope on which an extension stands, by its key in the store.</summary>
internal static class StoredScope
{
    /// <param name="segment">Such as <c>/providers/microsoft.authorization/roleassignments/</c>.</param>
    public static string Of(string key, string segment)
    {
        var scope = key[..key.LastIndexOf(segment, StringComparison.Ordinal)];
        return scope.Length == 0 ? "/" : scope;
    }
}
