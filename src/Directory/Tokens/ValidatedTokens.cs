using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A token that was found good.</summary>
/// <param name="Generation">It counts only while nothing changed that could make it bad.</param>
internal sealed record ValidatedToken(Caller Caller, string Audience, DateTimeOffset NotBefore, long Generation);

/// <summary>
/// Validated tokens by their raw text. A new key, or a changed or removed principal or group, makes all of them be validated anew: what is
/// remembered carries the generation in which its validation began.
/// </summary>
internal sealed class ValidatedTokens
{
    private readonly int _most;
    private readonly ConcurrentDictionary<string, ValidatedToken> _byText = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ValidatedToken>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private long _generation;

    public ValidatedTokens(DirectoryIndex index, IFaults faults, DirectoryOptions options)
    {
        _most = options.ValidatedTokensKept;
        _bySpan = _byText.GetAlternateLookup<ReadOnlySpan<char>>();
        index.SigningKeys.Changed += (_, _) => Forget();
        faults.Changed += Forget;
        index.Groups.Changed += (_, _) => Forget();
        index.ServicePrincipals.Changed += (before, _) => ForgetIf(before is not null);
        index.Users.Changed += (before, _) => ForgetIf(before is not null);
    }

    public long Generation => Interlocked.Read(ref _generation);

    public ValidatedToken? Find(ReadOnlySpan<char> token) =>
        _bySpan.TryGetValue(token, out var known) && known.Generation == Generation ? known : null;

    public void Remember(ReadOnlySpan<char> token, ValidatedToken validated)
    {
        if (_byText.Count >= _most)
        {
            _byText.Clear();
        }

        _bySpan[token] = validated;
    }

    private void ForgetIf(bool changed)
    {
        if (changed)
        {
            Forget();
        }
    }

    private void Forget()
    {
        Interlocked.Increment(ref _generation);
        _byText.Clear();
    }
}
