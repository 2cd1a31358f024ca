using System.Text.Json;
using Verditer.Storage;

namespace Verditer.Directory;

/// <inheritdoc cref="ISignInLog"/>
internal sealed class SignInLog(IDocumentStore store, DirectoryOptions options) : ISignInLog, IDisposable
{
    private readonly ChunkedLog<SignIn> _log = new(
        store, "directory.signIns", options.SignInsKept, chunkLength: 256,
        entries => JsonSerializer.SerializeToUtf8Bytes(new SignInChunk(entries), DirectoryJson.Default.SignInChunk),
        bytes => JsonSerializer.Deserialize(bytes.Span, DirectoryJson.Default.SignInChunk)!.Entries);

    public void Add(SignIn signIn) => _log.Add(signIn);

    public IReadOnlyList<SignIn> Read(string tenantId, int limit = 100) =>
        _log.Read(signIn => string.Equals(signIn.TenantId, tenantId, StringComparison.OrdinalIgnoreCase), limit);

    public IReadOnlyList<SignIn> Find(Func<SignIn, bool> fits, int limit = 100) => _log.Read(fits, limit);

    public Task LoadAsync(CancellationToken cancellationToken) => _log.LoadAsync(cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => _log.FlushAsync(cancellationToken);

    public void Dispose() => _log.Dispose();
}
