using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.InstanceMetadata;

namespace Verditer.Host;

/// <summary>The metadata service's settings and the tokens that it keeps, without their text.</summary>
internal sealed class ShowMetadata(IMetadataAdministration metadata) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/imds";

    public Task HandleAsync(HttpContext context) => Answer.JsonAsync(context, Describe(metadata));

    public static JsonObject Describe(IMetadataAdministration metadata) => new()
    {
        ["cache"] = metadata.CachesTokens,
        ["limits"] = metadata.LimitsBursts,
        ["identityUpdateSeconds"] = metadata.IdentityUpdateTime.TotalSeconds,
        ["tokens"] = new JsonArray([.. metadata.ListTokens().Select(token => new JsonObject
        {
            ["machine"] = token.Machine,
            ["identity"] = token.Identity.ResourceId,
            ["clientId"] = token.Identity.ClientId,
            ["resource"] = token.Resource,
            ["expiresOn"] = token.Expires.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        })]),
    };
}

/// <summary>Changes what the body names: <c>cache</c>, <c>limits</c>, <c>identityUpdateSeconds</c>; <c>clear</c> forgets the tokens, of one <c>machine</c> or of all.</summary>
internal sealed class ChangeMetadata(IMetadataAdministration metadata) : IAdminEndpoint
{
    private const int MostSeconds = 3600;

    public string Method => HttpMethods.Post;

    public string Path => "/imds";

    public async Task HandleAsync(HttpContext context)
    {
        var wanted = await AdminRequest.ReadAsync(context);
        if (wanted.Number("identityUpdateSeconds") is < 0 or > MostSeconds)
        {
            await Answer.ErrorAsync(context, ArmErrors.BadRequest($"The time of an update of identities is 0 to {MostSeconds} seconds.", "identityUpdateSeconds"));
            return;
        }

        metadata.CachesTokens = wanted.Flag("cache") ?? metadata.CachesTokens;
        metadata.LimitsBursts = wanted.Flag("limits") ?? metadata.LimitsBursts;
        metadata.IdentityUpdateTime = wanted.Number("identityUpdateSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : metadata.IdentityUpdateTime;
        var cleared = wanted.Flag("clear") == true ? metadata.ClearTokens(wanted.Text("machine")) : 0;
        var answer = ShowMetadata.Describe(metadata);
        answer["cleared"] = cleared;
        await Answer.JsonAsync(context, answer);
    }
}
