using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A client that has proved itself, or a public one that need not.</summary>
/// <param name="Principal">Null for one of Microsoft's own clients, such as az.</param>
/// <param name="ClientAuthentication"><c>appidacr</c>: 0 for a public client, 1 for a secret, 2 for an assertion.</param>
internal sealed record KnownClient(string ClientId, string DisplayName, ServicePrincipalRecord? Principal, ApplicationRecord? Application, string ClientAuthentication);

/// <summary>Finds out whether a client is who it says: the first credential in the list that it presents decides.</summary>
internal sealed class ClientAuthenticator(DirectoryIndex index, IEnumerable<IClientCredential> credentials)
{
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly IClientCredential[] _credentials = [.. credentials];

    public ServicePrincipalRecord? FindPrincipal(TenantRecord tenant, string clientId) =>
        index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenant.Id, clientId));

    /// <summary>The client's application in its tenant; a managed identity has none.</summary>
    public ApplicationRecord? FindApplication(TenantRecord tenant, string clientId) =>
        index.ApplicationsByAppId.Find(DirectoryIndex.Key(tenant.Id, clientId));

    /// <summary>A client that must prove itself. One that presents nothing gets <paramref name="nothingPresented"/>.</summary>
    public async ValueTask<Proven> AuthenticateAsync(
        TenantRecord tenant, string clientId, TokenParameters presented, string? host, OAuthError nothingPresented, SignInAttempt attempt,
        CancellationToken cancellationToken)
    {
        if (FindPrincipal(tenant, clientId) is not { } principal)
        {
            return new(null, SignInErrors.UnknownApplication(clientId, tenant));
        }

        attempt.PrincipalId = principal.Id;
        if (FindMalformed(presented, out var assertion) is { } malformed)
        {
            return new(null, malformed);
        }

        var proof = new ClientProof(tenant, FindApplication(tenant, clientId), principal, presented.Secret, assertion, host, attempt);
        if (Array.Find(_credentials, one => one.IsPresentedBy(proof)) is not { } credential)
        {
            return new(null, nothingPresented);
        }

        attempt.CredentialType = credential.Type;
        var refusal = await credential.FindRefusalAsync(proof, cancellationToken) ?? (principal.Enabled ? null : SignInErrors.DisabledApplication(principal));
        return refusal is null
            ? new(new(principal.AppId, principal.DisplayName, principal, proof.Application, credential.ClientAuthentication), null)
            : new(null, refusal);
    }

    /// <summary>A client that acts for a user. A public one presents nothing; any other must prove itself.</summary>
    /// <param name="isPublic">Whether this request may do without, as the application's registration has it.</param>
    public async ValueTask<Proven> IdentifyAsync(
        TenantRecord tenant, TokenRequest request, Func<ApplicationRecord, bool> isPublic, CancellationToken cancellationToken)
    {
        var isBare = request.Parameters is { Secret: null, HasAssertion: false };
        if (FirstPartyClient.Find(request.ClientId) is { } known)
        {
            return isBare ? new(new(known.AppId, known.Name, null, null, "0"), null) : new(null, SignInErrors.PublicClientWithCredential());
        }

        return isBare && FindApplication(tenant, request.ClientId) is { } app && isPublic(app)
            ? Admit(tenant, app, request.Attempt)
            : await AuthenticateAsync(
                tenant, request.ClientId, request.Parameters, request.Host, SignInErrors.NoClientCredential(), request.Attempt, cancellationToken);
    }

    private Proven Admit(TenantRecord tenant, ApplicationRecord app, SignInAttempt attempt)
    {
        var principal = FindPrincipal(tenant, app.AppId);
        attempt.PrincipalId = principal?.Id;
        return principal is null ? new(null, SignInErrors.UnknownApplication(app.AppId, tenant))
            : !principal.Enabled ? new(null, SignInErrors.DisabledApplication(principal))
            : new(new(app.AppId, app.DisplayName, principal, app, "0"), null);
    }

    private static OAuthError? FindMalformed(TokenParameters presented, out SignedJwt? assertion)
    {
        assertion = null;
        if (presented.Secret is not null || presented.Text("client_assertion") is not { } text)
        {
            return null;
        }

        assertion = SignedJwt.Read(text);
        return presented.Text("client_assertion_type") switch
        {
            null => SignInErrors.MissingParameter("client_assertion_type"),
            not JwtBearer => SignInErrors.UnsupportedValue("client_assertion_type"),
            _ when assertion is null => SignInErrors.MalformedAssertion("The token is not a signed JWT in the compact form."),
            _ => null,
        };
    }
}

/// <summary>The client, or why it is refused.</summary>
internal readonly record struct Proven(KnownClient? Client, OAuthError? Error);
