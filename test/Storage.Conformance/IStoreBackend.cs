namespace Verditer.Storage.Conformance;

/// <summary>A place where a store keeps its state; each test has one of its own.</summary>
public interface IStoreBackend : IAsyncDisposable
{
    /// <summary>Opens the store; the second time, what the first one left.</summary>
    Task<IDocumentStore> OpenAsync(TimeProvider hostTime);
}
