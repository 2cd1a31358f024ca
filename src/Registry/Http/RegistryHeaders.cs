namespace Verditer.Registry;

/// <summary>Headers of the distribution API and of Azure's registry.</summary>
internal static class RegistryHeaders
{
    public const string CorrelationId = "X-Ms-Correlation-Request-Id";
    public const string ApiVersion = "Docker-Distribution-Api-Version";
    public const string Digest = "Docker-Content-Digest";
    public const string UploadId = "Docker-Upload-UUID";
    public const string Subject = "OCI-Subject";
    public const string FiltersApplied = "OCI-Filters-Applied";
}
