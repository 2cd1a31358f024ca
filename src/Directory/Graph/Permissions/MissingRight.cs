namespace Verditer.Directory;

/// <summary>The right that a request turned out to lack, for whoever explains the refusal. It belongs to one request, whichever operation of Graph looks for it.</summary>
internal sealed class MissingRight
{
    private static readonly AsyncLocal<MissingRight?> Current = new();

    public GraphRight? Right { get; private set; }

    /// <summary>Begins to watch what this request looks for.</summary>
    public static MissingRight Watch() => Current.Value = new();

    public static void Note(GraphRight right)
    {
        if (Current.Value is { } request)
        {
            request.Right = right;
        }
    }
}
