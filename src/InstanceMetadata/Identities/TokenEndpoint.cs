using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>Tokens of the machine's identities. An identity that the machine does not carry any more, or that is deleted, gets none, kept ones included.</summary>
internal sealed class TokenEndpoint(MachineOwner owners, ITokenIssuer issuer, TimeProvider time) : IMetadataEndpoint
{
    /// <summary>Entra's number for an application that is not in the directory: the identity was deleted while it was asked for.</summary>
    private const int UnknownApplication = 700016;

    public string Path => "identity/oauth2/token";

    public IReadOnlyList<string> Versions { get; } = ApiVersions.Since("2018-02-01");

    public bool NeedsInstance => false;

    public async ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request)
    {
        if (request.Value("resource") is not { } resource)
        {
            return MetadataErrors.BadRequest(Path, MetadataErrors.MissingResource);
        }

        var carried = await owners.IdentitiesAsync(request.Machine, request.Canceled);
        var (identity, refusal) = IdentityChoice.Make(carried, request.Value);
        if (identity is null)
        {
            return Refuse(request, carried, refusal);
        }

        var now = time.GetUtcNow();
        if (request.Listener.Tokens.Find(identity, resource, now) is { } kept)
        {
            return Write(identity, kept, now);
        }

        var issued = await issuer.ForManagedIdentityAsync(identity, resource, request.Canceled);
        if (issued.Token is not { } token)
        {
            return issued.Error!.Number == UnknownApplication
                ? Refuse(request, carried, MetadataErrors.IdentityNotFound)
                : MetadataErrors.FromEntra(issued.Error, now);
        }

        request.Listener.Tokens.Keep(identity, resource, token);
        return Write(identity, token, now);
    }

    private MetadataAnswer Refuse(MetadataRequest request, IReadOnlyList<ManagedIdentity> carried, string text)
    {
        var answer = MetadataErrors.BadRequest(Path, text);
        return answer with
        {
            Refusal = answer.Refusal! with
            {
                Facts = new Dictionary<string, string>
                {
                    [RefusalFacts.Machine] = request.Machine.Name,
                    [RefusalFacts.MachineOwner] = request.Machine.OwnerResourceId,
                    [RefusalFacts.CarriedIdentities] = string.Join(' ', carried.Select(identity => identity.ClientId)),
                    [RefusalFacts.AskedFor] = IdentityChoice.Describe(request.Value),
                },
            },
        };
    }

    /// <summary>All values are strings, numbers too.</summary>
    private static MetadataAnswer Write(ManagedIdentity identity, AccessToken token, DateTimeOffset now)
    {
        var seconds = Text((long)(token.Expires - now).TotalSeconds);
        return MetadataAnswer.Json(new JsonObject
        {
            ["access_token"] = token.Value,
            ["client_id"] = identity.ClientId,
            ["expires_in"] = seconds,
            ["expires_on"] = Text(token.Expires.ToUnixTimeSeconds()),
            ["ext_expires_in"] = seconds,
            ["not_before"] = Text(token.NotBefore.ToUnixTimeSeconds()),
            ["resource"] = token.Resource,
            ["token_type"] = "Bearer",
        });
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
