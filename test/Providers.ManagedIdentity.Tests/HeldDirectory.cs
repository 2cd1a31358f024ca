using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Providers.ManagedIdentity.Tests;

/// <summary>The real directory, in which a test can get in between.</summary>
public class HeldDirectory : DispatchProxy
{
    private IDirectory _real = null!;

    private Func<Task> _before = null!;

    /// <summary>Puts it in place of the directory that is registered.</summary>
    /// <param name="before">Awaited before a federated credential is set.</param>
    public static void Register(IServiceCollection services, Func<Task> before)
    {
        var real = services.Last(service => service.ServiceType == typeof(IDirectory)).ImplementationType!;
        services.AddSingleton(provider =>
        {
            var directory = Create<IDirectory, HeldDirectory>();
            var held = (HeldDirectory)(object)directory;
            (held._real, held._before) = ((IDirectory)ActivatorUtilities.CreateInstance(provider, real), before);
            return directory;
        });
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IDirectory.SetFederatedCredentialAsync)
        ? SetAsync(() => (Task<FederatedCredentialOutcome>)targetMethod.Invoke(_real, args)!)
        : targetMethod.Invoke(_real, args);

    private async Task<FederatedCredentialOutcome> SetAsync(Func<Task<FederatedCredentialOutcome>> set)
    {
        await _before();
        return await set();
    }
}
