using Microsoft.Extensions.DependencyInjection;

namespace Verditer.Operations;

public static class OperationsSetup
{
    /// <summary>
    /// Registers <see cref="IOperations"/> and the hosted worker. Needs an <c>IDocumentStore</c> and a <c>TimeProvider</c> (Verditer's clock); each
    /// <see cref="IOperationHandler"/> is registered by its own part.
    /// </summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, OperationOptions options) => services
        .AddSingleton(options)
        .AddSingleton<OperationTime>()
        .AddSingleton<OperationIndex>()
        .AddSingleton<OperationQueue>()
        .AddSingleton<OperationRunner>()
        .AddSingleton<IOperations, OperationService>()
        .AddHostedService<OperationWorker>()
        .AddHostedService<OperationRetention>();
}
