using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager.Testing;
using Verditer.Storage;

namespace Verditer.ResourceManager.Tests;

/// <summary>
/// A provider of the tests' own in a namespace that nothing else serves: a type behind a preview feature, with a link; a type whose writes, deletions and action take time.
/// The deletion of a cluster named <c>stuck…</c> fails each time, that of one named <c>late…</c> the first two times.
/// </summary>
internal sealed class TestProvider(SubscriptionIndex subscriptions, IDocumentStore documents, IOperations operations) : IResourceProvider
{
    public const string Name = "Microsoft.OperationalInsights";
    public const string Feature = "RetentionPreview";
    public const string ServiceAppId = "5a1e4d70-6a3c-4c55-9b0d-0f2f0e6f3c11";

    public static readonly ResourceType Workspace = new(Name, "workspaces");
    public static readonly ResourceType Cluster = new(Name, "clusters");

    public static TestCloudOptions Options => new()
    {
        Parts = services => services.AddSingleton<IResourceProvider, TestProvider>().AddSingleton<IOperationHandler, ClusterWork>(),
    };

    public string Namespace => Name;

    public IReadOnlyList<string> Features => [Feature];

    public IReadOnlyList<FirstPartyService> FirstParties => [new(ServiceAppId, "Test Service", ["acdd72a7-3385-48ef-bd42-f606fba81ae7"])];

    public IEnumerable<ArmEndpoint> Endpoints =>
    [
        new("GET", $"/subscriptions/{{subscriptionId}}/resourceGroups/{{group}}/providers/{Name}/clusters/{{cluster}}/upgradeProfiles/default",
            $"{Name}/clusters/upgradeProfiles/read",
            (context, _) => new(ArmResponse.Ok(new JsonObject { ["cluster"] = context.Target.Values["cluster"] }))),
    ];

    public IEnumerable<ResourceTypeHandler> Types => [new WorkspaceHandler(subscriptions), new ClusterHandler(documents, operations)];

    private sealed class WorkspaceHandler(SubscriptionIndex subscriptions) : ResourceTypeHandler(Workspace)
    {
        public override IReadOnlyList<LinkedProperty> Links { get; } = [new("properties.network.id", "Microsoft.Network/virtualNetworks/join/action")];

        public override ArmError? CheckFeatures(WriteRequest request) =>
            request.Sent.Number("properties", "retentionInDays") == 7 && !subscriptions.IsInEffect(request.Subscription.Id, Name, Feature)
                ? new ArmError(400, "BadRequest", $"Preview feature {Name}/{Feature} not registered.")
                : null;
    }

    private sealed class ClusterHandler(IDocumentStore documents, IOperations operations) : ResourceTypeHandler(Cluster)
    {
        public override IReadOnlyList<ResourceAction> Actions => [new("rotate", RotateAsync)];

        public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
        {
            request.Properties["provisioningState"] = "Creating";
            return new(new WritePlan(request.Body) { Operation = ClusterWork.Start(request.Context, request.Id, "create") });
        }

        public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
            new(new DeletePlan { Operation = ClusterWork.Start(context, existing.Id, "delete") });

        private async ValueTask<Result<ArmResponse>> RotateAsync(ArmContext context, CancellationToken cancellationToken)
        {
            var batch = new WriteBatch();
            var started = operations.Start(batch, AsyncHeaders.Mark(ClusterWork.Start(context, context.Existing!.Id, "rotate"), context.Caller));
            await documents.CommitAsync(batch, cancellationToken);
            return AsyncHeaders.ForAction(context, started);
        }
    }

    private sealed class ClusterWork(ResourceStore resources) : IOperationHandler
    {
        private const string KindName = "test/cluster";

        private readonly ConcurrentDictionary<string, int> _deletions = new();

        public string Kind => KindName;

        public static NewOperation Start(ArmContext context, ResourceId id, string work) =>
            new(KindName, context.Subscription!.TenantId, id.SubscriptionId, Name, "westus2", id.Text, new JsonObject { ["work"] = work })
            { Delay = TimeSpan.FromSeconds(30) };

        public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
        {
            var id = ResourceId.Parse(operation.ResourceId!);
            var batch = new WriteBatch();
            switch (operation.State.Text("work"))
            {
                case "delete" when FailsToGo(id.Name):
                    return new OperationOutcome.Failed(ArmErrors.Conflict($"{id.Name} cannot be deleted."));
                case "delete":
                    ResourceStore.Remove(batch, id);
                    return new OperationOutcome.Done { Writes = batch };
                case "rotate":
                    return id.Name.StartsWith("bad", StringComparison.Ordinal)
                        ? new OperationOutcome.Failed(ArmErrors.Conflict("It cannot be rotated."))
                        : new OperationOutcome.Done { Result = new JsonObject { ["rotated"] = true } };
                default:
                    var stored = (await resources.FindAsync(id, cancellationToken))!;
                    var body = stored.Body.Copy();
                    body.Section("properties")["provisioningState"] = "Succeeded";
                    ResourceStore.Put(batch, id, body, stored);
                    return new OperationOutcome.Done { Writes = batch };
            }
        }

        private bool FailsToGo(string name) => name.StartsWith("stuck", StringComparison.Ordinal)
            || (name.StartsWith("late", StringComparison.Ordinal) && _deletions.AddOrUpdate(name, 1, (_, count) => count + 1) <= 2);
    }
}
