namespace Verditer.Directory;

/// <summary>The client of an interactive sign-in, as the user's tenant knows it. It proves itself later, at the token endpoint.</summary>
internal sealed class InteractiveClients(ClientAuthenticator clients)
{
    public Proven Find(TenantRecord tenant, string clientId) =>
        FirstPartyClient.Find(clientId) is { } known ? new(new(known.AppId, known.Name, null, null, "0"), null)
        : clients.FindPrincipal(tenant, clientId) is not { } principal ? new(null, SignInErrors.UnknownApplication(clientId, tenant))
        : !principal.Enabled ? new(null, SignInErrors.DisabledApplication(principal))
        : new(new(principal.AppId, principal.DisplayName, principal, clients.FindApplication(tenant, clientId), "0"), null);
}
