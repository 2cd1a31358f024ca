using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Children that only registries of the Premium tier have: stored only. Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus</summary>
internal sealed class PremiumChildHandler(string path, string feature, ResourceStore resources) : ResourceTypeHandler(RegistryTypes.Of("registries/" + path))
{
    private static readonly (string Path, string Feature)[] Rows =
    [
        ("replications", "geo-replication"),
        ("agentPools", "agent pool"),
        ("connectedRegistries", "connected registry"),
        ("importPipelines", "import pipeline"),
        ("exportPipelines", "export pipeline"),
        ("pipelineRuns", "pipeline run"),
    ];

    public static IEnumerable<PremiumChildHandler> All(ResourceStore resources) => Rows.Select(row => new PremiumChildHandler(row.Path, row.Feature, resources));

    public override bool HasCode => false;

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var sku = (await resources.FindAsync(request.Id.Parent!, cancellationToken))?.Body.Text("sku", "name");
        return RegistrySku.Find(sku) is { IsPremium: false }
            ? new ArmError(400, "FeatureNotSupported", $"The requested feature {feature} is not supported for the SKU {sku}.")
                .Mend($"Change the SKU: az acr update -n {request.Id.Parent!.Name} --sku {RegistrySku.PremiumName}")
            : await base.PlanWriteAsync(request, cancellationToken);
    }
}
