namespace Verditer.Authorization;

/// <summary>Walks from a scope to the tenant without making texts: segment by segment, then by management groups.</summary>
/// <param name="scope">In lower case.</param>
public ref struct ScopeChain(ReadOnlySpan<char> scope, ScopeHierarchy hierarchy)
{
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

    private ReadOnlySpan<char> Parent(ReadOnlySpan<char> top) => _groups++ < ScopeHierarchy.MostGroups ? hierarchy.ParentOf(top) : default;
}
