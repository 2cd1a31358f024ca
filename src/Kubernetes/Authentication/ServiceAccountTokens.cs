using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Service-account tokens: RS256 JWTs that name the account's uid, so that they end with the account (and with the pod they are bound to). Source: the
/// documentation "Managing Service Accounts", kubernetes/pkg/serviceaccount/claims.go.
/// </summary>
internal sealed class ServiceAccountTokens
{
    private const int MostRemembered = 4096;

    /// <summary>Longer ones are not read. A token that is bound to a pod has some 1,200 characters.</summary>
    private const int MostCharacters = 64 * 1024;

    private static readonly GroupResource Accounts = new("", "serviceaccounts");

    /// <summary>What a token can be bound to, as its claims name it.</summary>
    private static readonly string[] BoundKinds = ["pod", "secret", "node"];

    private readonly ObjectStore _store;
    private readonly RSA _key;
    private readonly RetiredServiceAccountKey? _retired;
    private readonly string? _retiredId;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Claims> _verified = new(StringComparer.Ordinal);

    public ServiceAccountTokens(ObjectStore store, ClusterCredentials credentials, TimeProvider clock)
    {
        (_store, _key, Issuer, _clock) = (store, credentials.ServiceAccountKey, credentials.Issuer, clock);
        (_retired, ApiAudiences) = (credentials.RetiredKey, [credentials.Issuer, .. credentials.FormerIssuers]);
        KeyId = ServiceAccountKeySet.IdOf(_key);
        _retiredId = _retired is null ? null : ServiceAccountKeySet.IdOf(_retired.Key);
    }

    public string Issuer { get; }

    public string KeyId { get; }

    /// <summary>The audiences of tokens for this API itself; new ones get the first.</summary>
    public IReadOnlyList<string> ApiAudiences { get; }

    /// <summary>The public keys that tokens are verified with.</summary>
    public JsonObject KeySet() => ServiceAccountKeySet.Write(_key, _retired, _clock.GetUtcNow());

    public string Issue(StoredObject account, IReadOnlyList<string> audiences, TimeSpan life, JsonObject? boundTo)
    {
        var now = _clock.GetUtcNow();
        var holder = new JsonObject
        {
            ["namespace"] = account.Namespace,
            ["serviceaccount"] = new JsonObject { ["name"] = account.Name, ["uid"] = account.Uid },
        };
        if (boundTo is not null)
        {
            holder[boundTo.Text("kind")!.ToLowerInvariant()] = new JsonObject { ["name"] = boundTo.Text("name"), ["uid"] = boundTo.Text("uid") };
        }

        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(one => (JsonNode)one)]),
            ["exp"] = (now + life).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = holder,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{account.Namespace}:{account.Name}",
        };
        var head = new JsonObject { ["alg"] = "RS256", ["kid"] = KeyId };
        var signed = $"{Base64Url.EncodeToString(Json.ToBytes(head))}.{Base64Url.EncodeToString(Json.ToBytes(claims))}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Whose token it is; null when it is not this cluster's, has ended, or was issued for another audience or an account that is gone.</summary>
    /// <param name="audiences">One of them must be the token's.</param>
    public TokenHolder? Authenticate(string token, IReadOnlyList<string> audiences)
    {
        if (Verify(token) is not { } claims || _clock.GetUtcNow() is var now && (now >= claims.Expires || now < claims.NotBefore || now >= claims.KeyEnds))
        {
            return null;
        }

        var account = _store.Find(Accounts, claims.Namespace, claims.Account);
        if (account is null || account.Uid != claims.AccountUid || !IsBoundObjectThere(claims))
        {
            return null;
        }

        var user = new UserInfo(
            $"system:serviceaccount:{claims.Namespace}:{claims.Account}",
            ["system:serviceaccounts", $"system:serviceaccounts:{claims.Namespace}", "system:authenticated"],
            claims.AccountUid,
            claims.Bound.FirstOrDefault(bound => bound.Resource == "pods") is not { } pod ? null : new Dictionary<string, IReadOnlyList<string>>
            {
                ["authentication.kubernetes.io/pod-name"] = [pod.Name],
                ["authentication.kubernetes.io/pod-uid"] = [pod.Uid],
            });
        return TokenHolder.Of(user, claims.Audiences, audiences);
    }

    private bool IsBoundObjectThere(Claims claims) =>
        claims.Bound.All(bound => _store.Find(new("", bound.Resource), bound.Resource == "nodes" ? "" : claims.Namespace, bound.Name)?.Uid == bound.Uid);

    private Claims? Verify(string token)
    {
        if (_verified.TryGetValue(token, out var known))
        {
            return known;
        }

        if (token.Length > MostCharacters)
        {
            return null;
        }

        var parts = token.Split('.');
        try
        {
            if (parts.Length != 3
                || Json.ParseObject(Base64Url.DecodeFromChars(parts[0])) is not { } head
                || head.Text("alg") != "RS256" || head.ContainsKey("crit")
                || FindKey(head.Text("kid")) is not var (key, ends))
            {
                return null;
            }

            if (!key.VerifyData(
                    Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                || Read(Json.ParseObject(Base64Url.DecodeFromChars(parts[1])), ends) is not { } claims
                || !ApiAudiences.Contains(claims.Issuer))
            {
                return null;
            }

            if (_verified.Count >= MostRemembered)
            {
                _verified.Clear();
            }

            _verified[token] = claims;
            return claims;
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The key of this id, and when its tokens end.</summary>
    private (RSA Key, DateTimeOffset Ends)? FindKey(string? id) =>
        id == KeyId ? (_key, DateTimeOffset.MaxValue) : id is not null && id == _retiredId ? (_retired!.Key, _retired.Ends) : null;

    private static Claims? Read(JsonObject claims, DateTimeOffset keyEnds)
    {
        var holder = claims.At("kubernetes.io");
        if (claims.At("exp") is not JsonValue end || !end.TryGetValue(out long expires)
            || claims.At("nbf") is not JsonValue start || !start.TryGetValue(out long notBefore)
            || holder.Text("namespace") is not { } @namespace
            || holder.Text("serviceaccount", "name") is not { } account
            || holder.Text("serviceaccount", "uid") is not { } uid)
        {
            return null;
        }

        return new(
            claims.Text("iss") ?? "", @namespace, account, uid, DateTimeOffset.FromUnixTimeSeconds(expires), DateTimeOffset.FromUnixTimeSeconds(notBefore),
            [.. (claims.At("aud") as JsonArray ?? []).Select(one => one.Text() ?? "")],
            [.. BoundKinds.Where(kind => holder.At(kind) is not null)
                .Select(kind => new BoundObject($"{kind}s", holder.Text(kind, "name") ?? "", holder.Text(kind, "uid") ?? ""))],
            keyEnds);
    }

    private sealed record Claims(
        string Issuer, string Namespace, string Account, string AccountUid, DateTimeOffset Expires, DateTimeOffset NotBefore, IReadOnlyList<string> Audiences,
        IReadOnlyList<BoundObject> Bound, DateTimeOffset KeyEnds);

    /// <summary>An object that a token lives no longer than.</summary>
    private sealed record BoundObject(string Resource, string Name, string Uid);
}
