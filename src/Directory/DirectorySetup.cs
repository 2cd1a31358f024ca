using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Directory;

public static class DirectorySetup
{
    /// <summary>
    /// Registers the directory: <see cref="IDirectory"/>, <see cref="ITokenIssuer"/>, <see cref="ITokenValidator"/>,
    /// <see cref="IDirectoryAdministration"/>, <see cref="ISignInLog"/> and <see cref="IDirectoryAuditLog"/>. It needs an <c>IDocumentStore</c>, an <see cref="ISecretProtector"/>, a
    /// <see cref="TimeProvider"/> and logging.
    /// </summary>
    public static IServiceCollection AddDirectory(this IServiceCollection services, DirectoryOptions options) => services
        .AddSingleton(s => new GraphRefusals(s.GetService<IRefusalLog>() ?? new NoRefusalLog()))
        .AddSingleton(options)
        .AddSingleton<DirectoryIndex>()
        .AddSingleton<KeyRing>()
        .AddSingleton(s => new ValidatedTokens(s.GetRequiredService<DirectoryIndex>(), Faults(s), s.GetRequiredService<DirectoryOptions>()))
        .AddSingleton(s => new MembershipTimes(s.GetRequiredService<DirectoryIndex>(), Faults(s), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<DirectoryWriter>()
        .AddSingleton<SecretVerifier>()
        .AddSingleton<ResourceResolver>()
        .AddSingleton<TokenMint>()
        .AddSingleton<AppTokens>()
        .AddSingleton<ClientThrottle>()
        .AddSingleton<IFederatedIssuer, TenantIssuer>()
        .AddSingleton<IssuerClient>()
        .AddSingleton<IssuerKeys>()
        .AddSingleton<IClientCredential, ClientSecretCredential>()
        .AddSingleton<IClientCredential, CertificateCredential>()
        .AddSingleton<IClientCredential, FederatedCredential>()
        .AddSingleton<ClientAuthenticator>()
        .AddSingleton<SmartLockout>()
        .AddSingleton<UserPasswords>()
        .AddSingleton<RefreshTokens>()
        .AddSingleton<Consent>()
        .AddSingleton<UserTokenPayload>()
        .AddSingleton<UserTokens>()
        .AddSingleton<IGrant, ClientCredentialsGrant>()
        .AddSingleton<IGrant, PasswordGrant>()
        .AddSingleton<IGrant, RefreshTokenGrant>()
        .AddSingleton<IGrant, AuthorizationCodeGrant>()
        .AddSingleton<IGrant, OnBehalfOfGrant>()
        .AddDeviceCodeGrants()
        .AddSingleton<AuthorizationCodes>()
        .AddSingleton<AuthorizationRequestReader>()
        .AddSingleton<InteractiveClients>()
        .AddSingleton<BrowserSessions>()
        .AddSingleton<PasswordSteps>()
        .AddSingleton<PageWriter>()
        .AddSingleton<AuthorizeEndpoint>()
        .AddSingleton<DeviceCodes>()
        .AddSingleton<DeviceCodeEndpoint>()
        .AddSingleton<DevicePage>()
        .AddSingleton<LogoutEndpoint>()
        .AddSingleton<UserInfoEndpoint>()
        .AddSingleton<SignInLog>()
        .AddSingleton<ISignInLog>(provider => provider.GetRequiredService<SignInLog>())
        .AddSingleton<IPrincipalSearch, PrincipalSearch>()
        .AddSingleton<IDirectory, EntraDirectory>()
        .AddSingleton<IManagedIdentityRemoval, EntraDirectory>()
        .AddSingleton<IDirectoryAdministration, DirectoryAdministration>()
        .AddSingleton<ITokenIssuer, TokenIssuer>()
        .AddSingleton<ITokenValidator, TokenValidator>()
        .AddSingleton<ISignInFaults, NoSignInFaults>()
        .AddSingleton<TokenEndpoint>()
        .AddSingleton<DiscoveryEndpoints>()
        .AddSingleton<DirectoryAuditLog>()
        .AddSingleton<IDirectoryAuditLog>(provider => provider.GetRequiredService<DirectoryAuditLog>())
        .AddGraph()
        .AddHostedService<SignInFlusher>();

    private static IServiceCollection AddDeviceCodeGrants(this IServiceCollection services)
    {
        foreach (var name in DeviceCodeGrant.Names)
        {
            services.AddSingleton<IGrant>(provider => new DeviceCodeGrant(
                name, provider.GetRequiredService<DirectoryIndex>(), provider.GetRequiredService<ClientAuthenticator>(),
                provider.GetRequiredService<DeviceCodes>(), provider.GetRequiredService<UserTokens>(), provider.GetRequiredService<TimeProvider>()));
        }

        return services;
    }

    private static IFaults Faults(IServiceProvider services) => services.GetService<IFaults>() ?? new NoFaults();

    /// <summary>Maps sign-in: discovery, keys and token endpoints of every tenant, and (as tenant <c>adfs</c>) of the ADFS-shaped authority.</summary>
    public static void MapDirectory(this IEndpointRouteBuilder routes)
    {
        var discovery = routes.ServiceProvider.GetRequiredService<DiscoveryEndpoints>();
        var tokens = routes.ServiceProvider.GetRequiredService<TokenEndpoint>();
        routes.MapGet("/{tenant}/.well-known/openid-configuration", discovery.Configuration(v2: false));
        routes.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", discovery.Configuration(v2: true));
        routes.MapGet("/{tenant}/discovery/keys", discovery.Keys(v2: false));
        routes.MapGet("/{tenant}/discovery/v2.0/keys", discovery.Keys(v2: true));
        routes.MapGet("/common/discovery/instance", discovery.InstanceAsync);
        routes.MapGet("/common/userrealm/{user}", discovery.UserRealmAsync);
        routes.Map("/{tenant}/oauth2/token", tokens.V1Async);
        routes.Map("/{tenant}/oauth2/v2.0/token", tokens.V2Async);
        routes.MapInteractive();
    }

    /// <summary>What people see in a browser.</summary>
    private static void MapInteractive(this IEndpointRouteBuilder routes)
    {
        var authorize = routes.ServiceProvider.GetRequiredService<AuthorizeEndpoint>();
        var device = routes.ServiceProvider.GetRequiredService<DeviceCodeEndpoint>();
        var logout = routes.ServiceProvider.GetRequiredService<LogoutEndpoint>();
        foreach (var (version, v1) in new[] { ("", true), ("v2.0/", false) })
        {
            routes.MapMethods($"/{{tenant}}/oauth2/{version}authorize", ["GET", "POST"], authorize.Handle(v1));
            routes.Map($"/{{tenant}}/oauth2/{version}devicecode", device.Handle(v1));
            routes.MapMethods($"/{{tenant}}/oauth2/{version}logout", ["GET", "POST"], logout.HandleAsync);
        }

        routes.MapMethods("/device", ["GET", "POST"], routes.ServiceProvider.GetRequiredService<DevicePage>().HandleAsync);
    }

    /// <summary>Maps Microsoft Graph under <c>/v1.0</c> and, with the same answers, <c>/beta</c>; a private cloud maps it once more in a group under <c>/graph</c>. Userinfo is Graph's too.</summary>
    public static void MapGraph(this IEndpointRouteBuilder routes)
    {
        var graph = routes.ServiceProvider.GetRequiredService<GraphEndpoint>();
        routes.Map("/v1.0/{**path}", graph.AnswerAsync);
        routes.Map("/beta/{**path}", graph.AnswerAsync);
        routes.MapMethods("/oidc/userinfo", ["GET", "POST"], routes.ServiceProvider.GetRequiredService<UserInfoEndpoint>().HandleAsync);
    }
}
