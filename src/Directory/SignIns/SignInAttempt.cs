using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What is known so far of one request to sign in. Whatever becomes of it, it becomes a line of the sign-in log.</summary>
internal sealed class SignInAttempt
{
    private const int LongestUserAgent = 512;
    private static readonly Dictionary<string, string> Nothing = [];

    private IReadOnlyDictionary<string, string>? _facts;

    /// <summary>The request's id: <c>trace_id</c>, <c>x-ms-request-id</c>.</summary>
    public string Id { get; } = RandomIds.NewGuid().ToString();

    /// <summary>The client's id for what it is about (<c>client-request-id</c>), or a new one.</summary>
    public string CorrelationId { get; init; } = "";

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? Grant { get; init; }

    public string? TenantId { get; set; }

    public string? ClientId { get; set; }

    public string? PrincipalId { get; set; }

    public string CredentialType { get; set; } = "none";

    public string? CredentialKeyId { get; set; }

    public string? UserId { get; set; }

    public string? UserPrincipalName { get; set; }

    public string? Resource { get; set; }

    public static SignInAttempt Of(HttpContext context, string? grant) => new()
    {
        CorrelationId = Guid.TryParse(context.Request.Headers["client-request-id"], out var sent) ? sent.ToString() : RandomIds.NewGuid().ToString(),
        IpAddress = context.Connection.RemoteIpAddress?.ToString(),
        UserAgent = Short(context.Request.Headers.UserAgent.ToString()),
        Grant = grant,
    };

    /// <summary>Notes something that decides the outcome. Never a secret.</summary>
    public void Note(string name, string? value)
    {
        if (value is not null)
        {
            _facts = new Dictionary<string, string>(_facts ?? Nothing) { [name] = value };
        }
    }

    /// <summary>Notes several things that decide the outcome, which other attempts may share. Never a secret.</summary>
    public void Note(IReadOnlyDictionary<string, string> facts)
    {
        if (_facts is null)
        {
            _facts = facts;
            return;
        }

        foreach (var (name, value) in facts)
        {
            Note(name, value);
        }
    }

    public SignIn Close(OAuthError? error, TimeProvider time) =>
        new(Id, time.GetUtcNow(), TenantId, ClientId, PrincipalId, Resource, error?.Number ?? 0, error?.Text, CredentialType)
        {
            HostTime = VerditerClock.HostTime(time),
            Grant = Grant,
            CredentialKeyId = CredentialKeyId,
            UserId = UserId,
            UserPrincipalName = UserPrincipalName,
            IpAddress = IpAddress,
            UserAgent = UserAgent,
            CorrelationId = CorrelationId,
            Facts = _facts,
        };

    private static string? Short(string text) => text.Length == 0 ? null : text[..Math.Min(text.Length, LongestUserAgent)];
}
