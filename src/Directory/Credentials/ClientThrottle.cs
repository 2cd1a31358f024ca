using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// Slows down who guesses a client's secret: after <see cref="DirectoryOptions.WrongSecretsAllowed"/> wrong ones within a minute, a further attempt
/// from the same address is told to wait. Other addresses are not hindered, so nobody can lock a client out.
/// </summary>
internal sealed class ClientThrottle(DirectoryOptions options, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string PrincipalId, string? IpAddress), Failures> _failures = new();

    public OAuthError? FindRefusal(ClientProof proof)
    {
        if (!_failures.TryGetValue(Key(proof), out var failures) || failures.Count < options.WrongSecretsAllowed)
        {
            return null;
        }

        var left = failures.Since + Window - time.GetUtcNow();
        return left > TimeSpan.Zero && left <= Window ? SignInErrors.TooManyRequests(left) : null;
    }

    public void Count(ClientProof proof)
    {
        if (_failures.Count >= MostRemembered)
        {
            _failures.Clear();
        }

        var now = time.GetUtcNow();
        _failures.AddOrUpdate(
            Key(proof), _ => new(1, now), (_, known) => (now - known.Since).Duration() < Window ? known with { Count = known.Count + 1 } : new(1, now));
    }

    public void Forget(ClientProof proof)
    {
        if (_failures.ContainsKey(Key(proof)))
        {
            _failures.TryRemove(Key(proof), out _);
        }
    }

    private static (string, string?) Key(ClientProof proof) => (proof.Principal.Id, proof.Attempt.IpAddress);

    private sealed record Failures(int Count, DateTimeOffset Since);
}
