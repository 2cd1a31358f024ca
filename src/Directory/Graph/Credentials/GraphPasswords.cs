using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Adding and removing secrets: the same for applications and service principals.</summary>
internal static class GraphPasswords
{
    /// <summary>A new secret as the request describes it (<c>passwordCredential</c>); two years long where it does not say.</summary>
    public static AddedSecret? Create(JsonNode? asked, DateTimeOffset now)
    {
        if (!GraphTime.TryRead(asked.Text("startDateTime"), now, out var start) || !GraphTime.TryRead(asked.Text("endDateTime"), now.AddYears(2), out var end) || end <= start || end <= now)
        {
            return null;
        }

        var secret = GeneratedSecret.Create();
        return new(SecretHash.Make(secret, chosen: false, asked.Text("displayName"), start, end), secret);
    }

    /// <summary>az reckons the end by the host's clock: after a move of Verditer's a new secret may have ended already.</summary>
    public static GraphError InvalidTimes(JsonNode? asked, DateTimeOffset now)
    {
        GraphTime.TryRead(asked.Text("startDateTime"), now, out var start);
        var years = (int)Math.Max(1, Math.Floor((now - start).TotalDays / 365) + 1);
        return GraphError.Bad(string.Create(CultureInfo.InvariantCulture,
            $"Invalid value specified for property 'endDateTime' of resource 'PasswordCredential'. It must lie after startDateTime and after Verditer's time, {now:yyyy-MM-ddTHH:mm:ssZ}; with az give --years {years} or more."));
    }

    /// <summary>The passwords without one; null when it is not among them.</summary>
    public static IReadOnlyList<PasswordRecord>? Remove(IReadOnlyList<PasswordRecord> passwords, string? keyId)
    {
        var left = passwords.Where(password => !password.KeyId.Equals(keyId, StringComparison.OrdinalIgnoreCase)).ToList();
        return left.Count < passwords.Count ? left : null;
    }

    public static GraphError NoSuchPassword(string? keyId) => GraphError.Bad($"No password credential found with keyId {keyId}.");
}
