using Microsoft.Extensions.DependencyInjection;

namespace Verditer.Explaining;

/// <summary>All known mistakes, in the order in which they are told: the first is the likeliest.</summary>
internal static class KnownMistakes
{
    public static IServiceCollection AddRecognizers(this IServiceCollection services) => services
        .AddSingleton<IRecognizer, ExpiredSecret>()
        .AddSingleton<IRecognizer, WrongSecret>()
        .AddSingleton<IRecognizer, ClockMoved>()
        .AddSingleton<IRecognizer, FederatedSubjectMismatch>()
        .AddSingleton<IRecognizer, DisabledPrincipal>()
        .AddSingleton<IRecognizer, TokenForAnotherAudience>()
        .AddSingleton<IRecognizer, ProviderNotRegistered>()
        .AddSingleton<IRecognizer, FeatureNotRegistered>()
        .AddSingleton<IRecognizer, FeatureNotReRegistered>()
        .AddSingleton<IRecognizer, ForbiddenByDenyAssignment>()
        .AddSingleton<IRecognizer, NotYetPropagated>()
        .AddSingleton<IRecognizer, CachedTokenWithoutGroup>()
        .AddSingleton<IRecognizer, ClientIdAsPrincipalId>()
        .AddSingleton<IRecognizer, RoleOnOtherClusterIdentity>()
        .AddSingleton<IRecognizer, MissingManagedIdentityOperator>()
        .AddSingleton<IRecognizer, MissingNetworkContributor>()
        .AddSingleton<IRecognizer, MissingAcrPull>()
        .AddSingleton<IRecognizer, AnonymousPull>()
        .AddSingleton<IRecognizer, IdentityOfMachine>()
        .AddSingleton<IRecognizer, MissingGraphPermission>()
        .AddSingleton<IRecognizer, MissingClusterRole>()
        .AddSingleton<IRecognizer, UnknownClusterCredential>();
}
