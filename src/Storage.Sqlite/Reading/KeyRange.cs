namespace Verditer.Storage.Sqlite.Reading;

/// <summary>The keys that a listing looks at, as bounds that the primary key's index can seek to.</summary>
internal readonly record struct KeyRange(string Lower, bool LowerInclusive, string? Upper)
{
    public string LowerOperator => LowerInclusive ? ">=" : ">";

    public static KeyRange Of(string prefix, string? after)
    {
        var upper = DocumentKey.After(prefix);
        return after is not null && DocumentKey.Compare(after, prefix) >= 0 ? new(after, false, upper) : new(prefix, true, upper);
    }
}
