namespace Verditer.Kubernetes;

/// <summary>The objects of one resource in memory, and what last changed in them. Only the store's writer changes it, one change at a time.</summary>
internal sealed class ResourceTable(GroupResource resource, long start)
{
    private volatile ResourceState _state = ResourceState.Empty(start);

    public GroupResource Resource => resource;

    public ResourceState State => _state;

    public EventLog Log { get; } = new(start);

    /// <summary>Puts in what was stored before the process began. It is no change.</summary>
    public void Load(StoredObject value) => _state = _state.With(value);

    public void Put(StoredObject value)
    {
        var previous = _state.Find(value.Namespace, value.Name);
        _state = _state.With(value);
        Log.Append(new(previous is null ? ObjectEventKind.Added : ObjectEventKind.Modified, value, previous));
    }

    public void Remove(StoredObject last)
    {
        var previous = _state.Find(last.Namespace, last.Name);
        _state = _state.Without(last.Namespace, last.Name, last.Revision);
        Log.Append(new(ObjectEventKind.Deleted, last, previous));
    }
}
