using System.Text.Json;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The request names an api-version, and the type has it.</summary>
internal sealed class RequireApiVersion(ResourceTypeRegistry types) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var version = context.Request.ApiVersion;
        if (string.IsNullOrEmpty(version))
        {
            return new(new ArmError(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests."));
        }

        return new(context.Endpoint is { } endpoint ? Check(endpoint, version) : Check(context, version));
    }

    private static ArmError? Check(ArmEndpoint endpoint, string version)
    {
        var fits = endpoint.ApiVersions.Count == 0 ? LooksLikeAVersion(version) : endpoint.ApiVersions.Contains(version, StringComparer.OrdinalIgnoreCase);
        return fits
            ? null
            : new ArmError(400, "InvalidApiVersionParameter",
                $"The api-version '{version}' is invalid. The supported versions are '{string.Join(',', endpoint.ApiVersions)}'.");
    }

    private ArmError? Check(ArmContext context, string version)
    {
        var type = context.Target.Type;
        if (types.Has(type, version))
        {
            return null;
        }

        var supported = string.Join(", ", types.ApiVersions(type));
        if (type == ResourceType.ResourceGroup || type == ResourceType.Subscription)
        {
            return new ArmError(400, "InvalidApiVersionParameter",
                $"The api-version '{version}' is invalid. The supported versions are '{supported}'.");
        }

        return LooksLikeAVersion(version)
            ? new ArmError(400, "NoRegisteredProviderFound",
                $"No registered resource provider found for location '{LocationOf(context.Request)}' and API version '{version}' for type '{type.Path}'. The supported api-versions are '{supported}'. The supported locations are '{string.Join(", ", AzureLocations.Names)}'.")
            : new ArmError(400, "InvalidApiVersionParameter", $"The api-version '{version}' is invalid. The supported versions are '{supported}'.");
    }

    /// <summary>Azure's text names the location in the body; the body itself is read by a later rule.</summary>
    private static string LocationOf(ArmRequest request)
    {
        try
        {
            return request.Body.IsEmpty ? "" : Json.ParseObject(request.Body.Span).Text("location") ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static bool LooksLikeAVersion(string version) =>
        version.Length >= 10 && DateOnly.TryParseExact(version[..10], "yyyy-MM-dd", out _) && (version.Length == 10 || version[10] == '-');
}
