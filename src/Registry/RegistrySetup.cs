using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Puts the registries' data plane together.</summary>
public static class RegistrySetup
{
    /// <summary>
    /// Adds <see cref="RegistryHttp"/>, which answers, and <see cref="IRegistryContent"/>. It needs an <see cref="Storage.IDocumentStore"/>, <see cref="IRegistries"/> (there are none without it),
    /// <see cref="IAuthorizer"/>, <see cref="IDirectory"/>, <see cref="ITokenValidator"/>, <see cref="ITokenIssuer"/>, <see cref="ISecretProtector"/>, a
    /// <see cref="TimeProvider"/> and logging. <see cref="LoadRegistryAsync"/> comes before the first request.
    /// </summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services, RegistryOptions options)
    {
        services.TryAddSingleton<IRegistries, NoRegistries>();
        return services.AddSingleton(options).AddContent().AddAccess().AddEndpoints().AddHostedService<CleaningWorker>();
    }

    /// <summary>Reads into memory what the registries hold, but for the bytes, and clears away what an earlier process left half done.</summary>
    public static async Task LoadRegistryAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ContentIndex>().LoadAsync(cancellationToken);
        services.GetRequiredService<Uploads>().RemoveLeftovers();
    }

    private static IServiceCollection AddContent(this IServiceCollection services) => services
        .AddSingleton<ContentIndex>()
        .AddSingleton<ContentLocks>()
        .AddSingleton<BlobFolder>()
        .AddSingleton<BlobUse>()
        .AddSingleton<Uploads>()
        .AddSingleton<Blobs>()
        .AddSingleton<PlatformReader>()
        .AddSingleton<ManifestWriter>()
        .AddSingleton<ContentRemover>()
        .AddSingleton<AttributeWriter>()
        .AddSingleton<Quota>()
        .AddSingleton<Retention>()
        .AddSingleton<ContentCleaner>()
        .AddSingleton<IRegistryContent, RegistryContent>();

    private static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<TokenKey>()
        .AddSingleton<TokenMint>()
        .AddSingleton<TokenReader>()
        .AddSingleton<EntraSignIn>()
        .AddSingleton<Credentials>()
        .AddSingleton<Rights>()
        .AddSingleton(s => new RefusalNotes(s.GetService<IRefusalLog>() ?? new NoRefusalLog()))
        .AddSingleton<Gate>();

    private static IServiceCollection AddEndpoints(this IServiceCollection services) => services
        .AddSingleton<BlobEndpoints>()
        .AddSingleton<UploadEndpoints>()
        .AddSingleton<ManifestEndpoints>()
        .AddSingleton<ListEndpoints>()
        .AddSingleton<RepositoryEndpoints>()
        .AddSingleton<TagEndpoints>()
        .AddSingleton<ManifestMetadataEndpoints>()
        .AddSingleton<RouteTable>()
        .AddSingleton<ExchangeEndpoint>()
        .AddSingleton<TokenEndpoint>()
        .AddSingleton(s => new RegistryHttp(
            s.GetRequiredService<IRegistries>(), s.GetRequiredService<RouteTable>(), s.GetRequiredService<Gate>(), s.GetRequiredService<ExchangeEndpoint>(),
            s.GetRequiredService<TokenEndpoint>(), s.GetRequiredService<ILogger<RegistryHttp>>()));
}
