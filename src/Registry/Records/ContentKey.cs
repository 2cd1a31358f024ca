namespace Verditer.Registry;

/// <summary>
/// Keys of documents: <c>login server/repository</c>, then <c>:tag</c> or <c>@digest</c>. Neither a login server nor a repository has these marks in it, so that a key is
/// taken apart in one way only.
/// </summary>
/// <param name="Item">A tag or a digest; null for the repository itself.</param>
internal readonly record struct ContentKey(string LoginServer, string Repository, string? Item)
{
    public static string Repositories(string loginServer) => $"{loginServer}/";

    public static string Of(string loginServer, string repository) => $"{loginServer}/{repository}";

    public static string OfTag(string loginServer, string repository, string tag) => $"{loginServer}/{repository}:{tag}";

    public static string OfDigest(string loginServer, string repository, string digest) => $"{loginServer}/{repository}@{digest}";

    public static ContentKey Parse(string key)
    {
        var slash = key.IndexOf('/');
        var mark = key.AsSpan(slash).IndexOfAny(':', '@');
        return mark < 0 ? new(key[..slash], key[(slash + 1)..], null) : new(key[..slash], key[(slash + 1)..(slash + mark)], key[(slash + mark + 1)..]);
    }
}
