using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Verditer.Directory;

/// <summary>
/// Locks an account after ten wrong passwords for a minute, and for longer each time that it happens again. The same wrong password, sent again and
/// again by a program that does not know better, counts once.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout</remarks>
internal sealed class SmartLockout(TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private const int Threshold = 10;
    private const int HashesKept = 3;
    private const int LongestDoubling = 10;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(60);

    private readonly byte[] _processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, State> _states = new(StringComparer.OrdinalIgnoreCase);

    public bool IsLocked(string tenantId, string userId)
    {
        var now = time.GetUtcNow();
        return _states.TryGetValue(Key(tenantId, userId), out var state) && state.Locked <= now && now < state.Until;
    }

    public void CountWrong(string tenantId, string userId, string password)
    {
        if (_states.Count >= MostRemembered)
        {
            _states.Clear();
        }

        var hash = Convert.ToHexString(HMACSHA256.HashData(_processKey, Encoding.UTF8.GetBytes(password)));
        _states.AddOrUpdate(Key(tenantId, userId), _ => Next(new(0, 0, [], default, default), hash), (_, state) => Next(state, hash));
    }

    public void Reset(string tenantId, string userId) => _states.TryRemove(Key(tenantId, userId), out _);

    private State Next(State state, string hash)
    {
        if (state.Hashes.Contains(hash))
        {
            return state;
        }

        IReadOnlyList<string> hashes = [.. state.Hashes.Append(hash).TakeLast(HashesKept)];
        if (state.Failures + 1 < Threshold)
        {
            return state with { Failures = state.Failures + 1, Hashes = hashes };
        }

        var now = time.GetUtcNow();
        return new(Threshold - 1, state.Times + 1, hashes, now, now + (First * (1 << Math.Min(state.Times, LongestDoubling))));
    }

    private static string Key(string tenantId, string userId) => $"{tenantId}/{userId}";

    /// <param name="Failures">Wrong passwords in a row; after a lock the next one locks again.</param>
    /// <param name="Times">How often it was locked.</param>
    private sealed record State(int Failures, int Times, IReadOnlyList<string> Hashes, DateTimeOffset Locked, DateTimeOffset Until);
}
