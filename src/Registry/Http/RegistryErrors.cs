using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary>The registry's refusals. The codes are the distribution API's, the texts those that Azure answers with.</summary>
/// <remarks>
/// Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes, recorded traffic of Azure's SDKs, and
/// https://learn.microsoft.com/troubleshoot/azure/azure-container-registry
/// </remarks>
internal static class RegistryErrors
{
    /// <summary>A lock, or a registry that is full.</summary>
    public static readonly RegistryError Disallowed = new(
        405, "REGISTRY_DISALLOWED_OPERATION",
        "The operation is disallowed on this registry, repository or image. View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation")
    { Detail = new JsonObject() };

    public static readonly RegistryError TagUnknown = new(404, "TAG_UNKNOWN", "the specified tag does not exist");

    public static readonly RegistryError MissingDigest = new(400, "DIGEST_INVALID", "provided digest did not match uploaded content") { Detail = "digest missing" };

    public static readonly RegistryError ManifestTooLarge = new(413, "MANIFEST_INVALID", "manifest invalid") { Detail = "A manifest may have 4 MiB." };

    public static readonly RegistryError Unsupported = new(405, "UNSUPPORTED", "The operation is unsupported.");

    public static readonly RegistryError NoSuchPath = new(404, "NOT_FOUND", "There is nothing at this path.");

    public static RegistryError NoRegistry(string host) => new(404, "NAME_UNKNOWN", $"There is no container registry '{host}'.");

    public static RegistryError RepositoryInvalid(string name) => new(400, "NAME_INVALID", "invalid repository name") { Detail = name };

    public static RegistryError RepositoryUnknown(string name) => new(404, "NAME_UNKNOWN", "repository name not known to registry") { Detail = new JsonObject { ["name"] = name } };

    public static RegistryError TagInvalid(string tag) => new(400, "TAG_INVALID", "manifest tag did not match URI") { Detail = tag };

    public static RegistryError DigestInvalid(string digest) => new(400, "DIGEST_INVALID", "provided digest did not match uploaded content") { Detail = digest };

    public static RegistryError BlobUnknown(string digest) => new(404, "BLOB_UNKNOWN", "blob unknown to registry") { Detail = digest };

    public static RegistryError UploadUnknown(string id) => new(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry") { Detail = id };

    public static RegistryError ManifestUnknown(string reference) => new(404, "MANIFEST_UNKNOWN", $"manifest {(reference.Contains(':') ? "" : "tagged by ")}\"{reference}\" is not found");

    public static RegistryError ManifestInvalid(string wrong) => new(400, "MANIFEST_INVALID", "manifest invalid") { Detail = wrong };

    public static RegistryError ManifestBlobUnknown(string digest) => new(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry") { Detail = digest };

    public static RegistryError PageInvalid(string n) => new(400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested") { Detail = new JsonObject { ["n"] = n } };

    public static RegistryError AttributesInvalid(string wrong) => new(400, "BAD_REQUEST", wrong);
}
