using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Completes a provider's registration after a few seconds of Verditer's clock: its services' principals and roles, then the state.</summary>
internal sealed class ProviderRegistration(SubscriptionIndex subscriptions, SubscriptionService service) : IOperationHandler
{
    public const string KindName = "resources/registerProvider";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public string Kind => KindName;

    public static NewOperation Start(Subscription subscription, string name, DateTimeOffset begun) =>
        new(KindName, subscription.TenantId, subscription.Id, "Microsoft.Resources", null, null,
            new JsonObject { ["namespace"] = name, ["begun"] = begun.ToString("O", CultureInfo.InvariantCulture) })
        { Delay = Duration };

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var (name, begun) = (operation.State.Text("namespace")!, DateTimeOffset.Parse(operation.State.Text("begun")!, CultureInfo.InvariantCulture));
        if (subscriptions.Find(operation.SubscriptionId) is not { } subscription
            || subscriptions.FindRegistration(subscription.Id, name).PendingSince != begun)
        {
            return new OperationOutcome.Canceled();
        }

        var batch = new WriteBatch();
        await service.AddRegistrationAsync(batch, subscription, name, begun, cancellationToken);
        return new OperationOutcome.Done { Writes = batch };
    }
}
