using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>The ES256 key of the registries' tokens, made at the first token and kept sealed.</summary>
internal sealed class TokenKey(IDocumentStore store, ISecretProtector protector) : IDisposable
{
    private const string Name = "tokens";
    private const string Purpose = "registry.tokens";

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _using = new();
    private ECDsa? _key;
    private string _header = "";

    /// <summary>Opens the key, or makes it where <paramref name="make"/> allows. False where there is none.</summary>
    public async Task<bool> OpenAsync(bool make, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _key) is not null)
        {
            return true;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_key is null && (await ReadAsync(cancellationToken) ?? (make ? await MakeAsync(cancellationToken) : null)) is { } record)
            {
                var key = ECDsa.Create();
                key.ImportPkcs8PrivateKey(protector.Open(record.Sealed, Purpose), out _);
                _header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","kid":"{{record.Kid}}","typ":"JWT"}"""));
                Volatile.Write(ref _key, key);
            }

            return _key is not null;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>A signed token (JWS, compact form). The key must be open.</summary>
    public string Sign(ReadOnlySpan<byte> payload)
    {
        var signed = $"{_header}.{Base64Url.EncodeToString(payload)}";
        lock (_using)
        {
            return $"{signed}.{Base64Url.EncodeToString(_key!.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        }
    }

    /// <summary>The payload of a token that this key signed; null for any other text, and where there is no key yet.</summary>
    public byte[]? Open(string token)
    {
        var last = token.LastIndexOf('.');
        if (Volatile.Read(ref _key) is not { } key || last <= _header.Length || !token.StartsWith(_header, StringComparison.Ordinal) || token[_header.Length] != '.')
        {
            return null;
        }

        try
        {
            var signature = Base64Url.DecodeFromChars(token.AsSpan(last + 1));
            lock (_using)
            {
                return key.VerifyData(Encoding.ASCII.GetBytes(token[..last]), signature, HashAlgorithmName.SHA256)
                    ? Base64Url.DecodeFromChars(token.AsSpan(_header.Length + 1, last - _header.Length - 1))
                    : null;
            }
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _key?.Dispose();
        _opening.Dispose();
    }

    private async Task<KeyRecord?> ReadAsync(CancellationToken cancellationToken) => await store.GetAsync(Collections.Keys, Name, cancellationToken) is { } document
        ? JsonSerializer.Deserialize(document.Body.Span, RegistryJson.Default.KeyRecord)
        : null;

    private async Task<KeyRecord?> MakeAsync(CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var record = new KeyRecord(Guid.NewGuid().ToString("N"), protector.Seal(key.ExportPkcs8PrivateKey(), Purpose));
        var made = await store.CommitAsync(
            new WriteBatch().Create(Collections.Keys, Name, JsonSerializer.SerializeToUtf8Bytes(record, RegistryJson.Default.KeyRecord)), cancellationToken);
        return made.Committed ? record : await ReadAsync(cancellationToken);
    }
}
