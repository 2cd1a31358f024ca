namespace Verditer.Authorization;

/// <summary>Walks from a scope to the tenant without making texts: segment by segment, then by management groups.</summary>
/// <param name="scope">In lower case.</param>
public ref struct ScopeChain(ReadOnlySpan<char> scope, ScopeHierarchy hierarchy)
{
    /// <summary>More management groups above each other than Azure allows (six levels below the root): a circle in what is stored ends here.</summary>
    private const int MostGroups = 16;

    private ReadOnlySpan<char> _next = scope.TrimEnd('/');
    private int _groups;
    private bool _ended;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly ScopeChain GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        if (_next.IsEmpty)
        {
            Current = "/";
            _ended = true;
            return true;
        }

        Current = _next;
        _next = ScopeHierarchy.IsTop(_next) ? Parent(_next) : _next[.._next.LastIndexOf('/')];
        return true;
    }

    private ReadOnlySpan<char> Parent(ReadOnlySpan<char> top) => _groups++ < MostGroups ? hierarchy.ParentOf(top) : default;
}
