namespace Verditer.Directory;

/// <summary>How the directory works.</summary>
public sealed record DirectoryOptions
{
    /// <summary>The first tenant's name, as people see it.</summary>
    public string TenantName { get; init; } = "Verditer";

    /// <summary>The first tenant's verified domain.</summary>
    public string TenantDomain { get; init; } = "verditer.onmicrosoft.com";

    /// <summary>How long a service principal's token lives.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromSeconds(3599);

    /// <summary>How long a managed identity's token lives.</summary>
    public TimeSpan ManagedIdentityTokenLifetime { get; init; } = TimeSpan.FromSeconds(86399);

    /// <summary>So many of the newest sign-ins are kept.</summary>
    public int SignInsKept { get; init; } = 10_000;

    /// <summary>So many of the newest changes of the directory are kept.</summary>
    public int AuditsKept { get; init; } = 10_000;

    /// <summary>So many validated tokens are remembered at most.</summary>
    public int ValidatedTokensKept { get; init; } = 20_000;

    /// <summary>So many wrong secrets of a client are answered within a minute to one address; the next is told to wait (429).</summary>
    public int WrongSecretsAllowed { get; init; } = 50;

    /// <summary>The host's own certificate authority, which foreign issuers on this machine may use beside the publicly trusted ones.</summary>
    public Func<System.Security.Cryptography.X509Certificates.X509Certificate2>? OwnAuthority { get; init; }
}
