using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>Tokens of the machine's identities.</summary>
internal sealed class TokenEndpoint(MachineTokens tokens, MachineLimits limits, TimeProvider time) : IMetadataEndpoint
{
    public string Path => "identity/oauth2/token";

    public IReadOnlyList<string> Versions { get; } = ApiVersions.Since("2018-02-01");

    public bool NeedsInstance => false;

    public bool LimitsItself => true;

    public async ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request) => limits.RefuseToken(request.Listener)
        ?? await AnswerAsync(request.Listener, request.Value, request.Canceled) switch
        {
            ({ } body, _) => MetadataAnswer.Json(body),
            (_, var refusal) => refusal!,
        };

    /// <summary>The answer's members, all of them strings, numbers too; or the refusal.</summary>
    /// <param name="parameter">A parameter's value by its name.</param>
    public async ValueTask<(JsonObject? Body, MetadataAnswer? Refusal)> AnswerAsync(OpenListener listener, Func<string, string?> parameter, CancellationToken cancellationToken)
    {
        if (parameter("resource") is not { } resource)
        {
            return (null, MetadataErrors.BadRequest(Path, MetadataErrors.MissingResource));
        }

        var got = await tokens.GetAsync(listener, resource, carried => IdentityChoice.Make(carried, parameter), cancellationToken);
        if (got.Throttled is { } wait)
        {
            return (null, MetadataErrors.TokensThrottled(wait));
        }

        var now = time.GetUtcNow();
        if (got is not { Identity: { } identity, Token: { } token })
        {
            return (null, got.Error is null ? Refuse(listener.Machine, got, parameter) : MetadataErrors.FromEntra(got.Error, now));
        }

        var seconds = Text((long)(token.Expires - now).TotalSeconds);
        return (new JsonObject
        {
            ["access_token"] = token.Value,
            ["client_id"] = identity.ClientId,
            ["expires_in"] = seconds,
            ["expires_on"] = Text(token.Expires.ToUnixTimeSeconds()),
            ["ext_expires_in"] = seconds,
            ["not_before"] = Text(token.NotBefore.ToUnixTimeSeconds()),
            ["resource"] = token.Resource,
            ["token_type"] = "Bearer",
        }, null);
    }

    /// <summary>Which identities there are, and which was meant, decided it.</summary>
    private MetadataAnswer Refuse(MetadataMachine machine, MachineToken got, Func<string, string?> parameter)
    {
        var answer = MetadataErrors.BadRequest(Path, got.Refusal);
        return answer with
        {
            Refusal = answer.Refusal! with
            {
                Facts = new Dictionary<string, string>
                {
                    [RefusalFacts.Machine] = machine.Name,
                    [RefusalFacts.MachineOwner] = machine.OwnerResourceId,
                    [RefusalFacts.CarriedIdentities] = string.Join(' ', got.Carried.Select(identity => identity.ClientId)),
                    [RefusalFacts.AskedFor] = IdentityChoice.Describe(parameter),
                },
            },
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
