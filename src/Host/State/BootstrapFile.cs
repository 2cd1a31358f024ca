using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Host;

/// <summary>The principal of the first start, who is Owner of the first subscription.</summary>
/// <param name="Secret">Null when it is not known any more.</param>
public sealed record BootstrapPrincipal(string TenantId, string SubscriptionId, string ClientId, string? Secret)
{
    public override string ToString() => $"BootstrapPrincipal({ClientId})";
}

/// <summary>Keeps the bootstrap principal in <c>bootstrap.json</c> (0600).</summary>
public static class BootstrapFile
{
    /// <summary>The principal; null where there is no file.</summary>
    /// <exception cref="StateFolderException">The file is there and cannot be read. It may be the only copy of the secret: nobody writes over it.</exception>
    public static BootstrapPrincipal? Read(StatePaths paths)
    {
        try
        {
            var node = Json.ParseObject(File.ReadAllBytes(paths.Bootstrap));
            return node.Text("tenantId") is { } tenant && node.Text("subscriptionId") is { } subscription && node.Text("clientId") is { } client
                ? new BootstrapPrincipal(tenant, subscription, client, node.Text("clientSecret"))
                : throw new JsonException();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw CannotRead(paths, "it is not what Verditer wrote", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(paths, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>The principal; null where it is not known, for whatever reason.</summary>
    public static BootstrapPrincipal? TryRead(StatePaths paths)
    {
        try
        {
            return Read(paths);
        }
        catch (StateFolderException)
        {
            return null;
        }
    }

    internal static void Write(StatePaths paths, BootstrapPrincipal principal) => PrivateFile.Write(paths.Bootstrap, Json.ToBytes(new JsonObject
    {
        ["tenantId"] = principal.TenantId,
        ["subscriptionId"] = principal.SubscriptionId,
        ["clientId"] = principal.ClientId,
        ["clientSecret"] = principal.Secret,
    }));

    private static StateFolderException CannotRead(StatePaths paths, string reason, Exception cause) => new(paths.Bootstrap,
        $"'{paths.Bootstrap}', which has the bootstrap principal's secret, cannot be read ({reason}). Put it back from a copy, or move it away: the next start then makes a new secret.", cause);
}
