using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verditer.Host;

/// <summary>The index that <c>az extension</c> reads, and the wheels in it. Source: https://github.com/Azure/azure-cli/blob/dev/doc/extensions/authoring.md</summary>
internal sealed class ExtensionIndexEndpoint
{
    public const string IndexName = "azure-cli-extension-index-v1";
    public const string Wheels = "azure-cli-extension-wheels";

    private const string StockWheels = "https://azcliextensionsync.blob.core.windows.net";

    private readonly Lazy<Dictionary<string, Built>> _wheels = new(() => AksPreviewWheel.All.ToDictionary(w => w.FileName, Make, StringComparer.Ordinal));

    /// <summary>On Azure's own names.</summary>
    public Task StockAsync(HttpContext context) => ServeAsync(context, StockWheels);

    /// <summary>On Verditer's port.</summary>
    public Task OriginAsync(HttpContext context) => ServeAsync(context, $"{context.Request.Scheme}://{context.Request.Host}");

    private Task ServeAsync(HttpContext context, string wheelBase)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.Trim('/').Equals(IndexName, StringComparison.OrdinalIgnoreCase) || path.EndsWith("/index.json", StringComparison.OrdinalIgnoreCase))
        {
            return Answer.JsonAsync(context, Index(wheelBase));
        }

        return path.StartsWith($"/{Wheels}/", StringComparison.Ordinal) && _wheels.Value.TryGetValue(path[(Wheels.Length + 2)..], out var wheel)
            ? Answer.BytesAsync(context, 200, "application/octet-stream", wheel.Bytes)
            : Answer.ErrorAsync(context, HostErrors.NotFound(context.Request.Host.Host, path));
    }

    private JsonObject Index(string wheelBase) => new()
    {
        ["formatVersion"] = "1",
        ["extensions"] = new JsonObject { [AksPreviewWheel.Name] = new JsonArray([.. _wheels.Value.Values.Select(w => Entry(w, wheelBase))]) },
    };

    private static JsonObject Entry(Built wheel, string wheelBase) => new JsonObject
    {
        ["downloadUrl"] = $"{wheelBase}/{Wheels}/{wheel.Source.FileName}",
        ["filename"] = wheel.Source.FileName,
        ["sha256Digest"] = wheel.Digest,
        ["metadata"] = new JsonObject
        {
            ["azext.isPreview"] = true,
            ["azext.minCliCoreVersion"] = wheel.Source.MinimumAz,
            ["name"] = AksPreviewWheel.Name,
            ["version"] = wheel.Source.Version,
            ["summary"] = "Provides a preview for upcoming AKS features",
            ["metadata_version"] = "2.0",
        },
    };

    private static Built Make(AksPreviewWheel wheel)
    {
        var bytes = wheel.Build();
        return new(wheel, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private sealed record Built(AksPreviewWheel Source, byte[] Bytes, string Digest);
}
