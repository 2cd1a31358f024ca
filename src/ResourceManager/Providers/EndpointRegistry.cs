namespace Verditer.ResourceManager;

/// <summary>All paths that are served and are no resources: Resource Manager's own, then the providers'.</summary>
public sealed record EndpointRegistry(IReadOnlyList<ArmEndpoint> All);
