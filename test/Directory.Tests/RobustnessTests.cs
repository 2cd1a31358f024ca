using System.Buffers.Text;
using System.Net;
using System.Text;
using CsCheck;
using Verditer.Core;
using Verditer.Fuzzing;

namespace Verditer.Directory.Tests;

/// <summary>Whatever is sent, the sign-in endpoints answer it: with an error of the client's, never with one of their own.</summary>
public sealed class RobustnessTests : DirectoryTest
{
    private const int Rounds = 150;

    private static readonly Gen<string> Noise = Gen.OneOf(
        Gen.String[0, 40], Gen.String[Gen.Char["%&=+ \0\r\n\"'<>{}[]./:\\ éß漢\ud800"], 0, 30],
        Pick("", "%", "%zz", "null", "{}", "[]", "..", "a.b.c", "e30.e30.e30", "eyJhbGciOiJub25lIn0.e30.", "-1", "99999999999999999999"));

    /// <summary>What begins as refresh tokens and codes do, so that their readers look at the rest.</summary>
    private static readonly Gen<string> Sealed = Gen.OneOf(
        Noise, Gen.String[Gen.Char["ABCxyz0189-_"], 0, 200], Gen.Byte.Array[0, 200].Select(bytes => Base64Url.EncodeToString(bytes))).Select(text => "1." + text);

    private static readonly string[] Grants =
    [
        "client_credentials", "password", "refresh_token", "authorization_code", "device_code", "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer", "",
    ];

    private static readonly string[] Fields =
    [
        "client_id", "client_secret", "client_assertion", "client_assertion_type", "scope", "resource", "claims", "code", "redirect_uri", "code_verifier",
        "refresh_token", "username", "password", "device_code", "assertion", "requested_token_use", "user_code", "step", "canary",
    ];

    private static readonly string[] Paths =
    [
        "/common/oauth2/token", "/common/oauth2/v2.0/token", "/adfs/oauth2/token", "/organizations/oauth2/v2.0/devicecode", "/common/oauth2/devicecode", "/device",
        "/common/oauth2/v2.0/authorize", "/common/oauth2/authorize",
    ];

    [Fact]
    [Trait("fuzz", "token-endpoint")]
    public async Task Forms_OfAnyContent_AreAnswered()
    {
        var client = await Entra.AddClientAsync();
        await Entra.AddUserAsync();
        var known = Pick(
            UserRequests.AzureCli, client.ClientId, client.Secret, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "on_behalf_of",
            "https://management.azure.com/.default");
        var form = Gen.Select(
            Pick(Paths), Pick(Grants), Gen.Dictionary(Pick(Fields), Gen.Frequency((3, Noise), (2, known), (1, Sealed)))[0, 8]);
        await Fuzz.RunAsync(
            form, Rounds,
            async sample =>
            {
                var (path, grant, fields) = sample;
                using var content = new FormUrlEncodedContent(fields.Append(new("grant_type", grant)));
                using var response = await Entra.Http.PostAsync(new Uri(path, UriKind.Relative), content, TestDirectory.Cancelled);
                return (int)response.StatusCode < 500;
            });
    }

    [Fact]
    [Trait("fuzz", "token-endpoint")]
    public async Task Bodies_OfAnyBytes_AreAnswered()
    {
        var body = Gen.Select(Pick(Paths), Gen.Byte.Array[0, 200], Pick("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "nonsense/"));
        await Fuzz.RunAsync(
            body, Rounds,
            async sample =>
            {
                var (path, bytes, type) = sample;
                using var content = new ByteArrayContent(bytes);
                content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var response = await Entra.Http.PostAsync(new Uri(path, UriKind.Relative), content, TestDirectory.Cancelled);
                return (int)response.StatusCode < 500;
            });
    }

    [Fact]
    [Trait("fuzz", "token-endpoint")]
    public async Task AuthorizationRequests_OfAnyContent_AreAnswered_AndNeverLeadElsewhere()
    {
        string[] names = ["client_id", "redirect_uri", "response_type", "response_mode", "scope", "resource", "state", "nonce", "prompt", "login_hint", "code_challenge"];
        var usual = Pick(UserRequests.AzureCli, "http://localhost:1", "code", "form_post", "none", "openid", "https://evil.example", "//evil.example");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Entra.Http.BaseAddress };
        await Fuzz.RunAsync(
            Gen.Dictionary(Pick(names), Gen.Frequency((2, Noise), (3, usual)))[0, 9], Rounds,
            async fields =>
            {
                var query = string.Join('&', fields.Select(field => $"{field.Key}={WebUtility.UrlEncode(field.Value)}"));
                using var response = await http.GetAsync(new Uri($"/common/oauth2/v2.0/authorize?{query}", UriKind.Relative), TestDirectory.Cancelled);
                var target = response.Headers.Location?.OriginalString;
                return (int)response.StatusCode < 500 && (target is null || target.StartsWith("http://localhost:1?", StringComparison.Ordinal));
            });
    }

    [Fact]
    public async Task Cookies_OfAnyContent_SignNobodyIn()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Entra.Http.BaseAddress };
        var address = $"/common/oauth2/v2.0/authorize?client_id={UserRequests.AzureCli}&redirect_uri=http%3A%2F%2Flocalhost&response_type=code&scope=openid&prompt=none";
        await Gen.String[Gen.Char.AlphaNumeric, 0, 200].SampleAsync(
            async text =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.TryAddWithoutValidation("Cookie", $"__Host-verditer-session={text}; __Host-verditer-canary={text}");
                using var response = await http.SendAsync(request, TestDirectory.Cancelled);
                return response.Headers.Location?.OriginalString.Contains("error=login_required", StringComparison.Ordinal) == true;
            },
            iter: Rounds, threads: 1);
    }

    [Fact]
    public async Task Tokens_ChangedAnywhere_AreRefused()
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char[".ABCxyz019-_="]).Sample(
            change =>
            {
                var (position, character) = change;
                var changed = $"{token[..position]}{character}{token[(position + 1)..]}";
                return changed == token || Entra.Validator.Validate(changed, Audience.ResourceManager).Error is { Status: 401 } || IsSameBytes(token, changed);
            },
            iter: 2_000, threads: 1);
        Noise.Sample(text => Entra.Validator.Validate(text, Audience.Graph).Error is { Status: 401 }, iter: 2_000, threads: 1);
        Noise.Sample(text => { _ = SignedJwt.Read(text)?.Expires; }, iter: 2_000, threads: 1);
    }

    [Fact]
    [Trait("fuzz", "token-endpoint")]
    public void RefreshTokens_OfAnyContentOrChangedAnywhere_AreNoGrants()
    {
        var tokens = Entra.Get<RefreshTokens>();
        var grant = new SealedGrants(Entra.Get<ISecretProtector>(), "directory/refresh-token", "1.").Seal(
            new(Entra.Tenant, "user", "client", null, Entra.Time.GetUtcNow(), Entra.Time.GetUtcNow(), true));
        tokens.Read(grant).ShouldNotBeNull();
        Sealed.Sample(text => tokens.Read(text) is null, iter: 2_000, threads: 1);
        Gen.Select(Gen.Int[0, grant.Length - 1], Gen.Char[".ABCxyz019-_="]).Sample(
            change =>
            {
                var changed = $"{grant[..change.Item1]}{change.Item2}{grant[(change.Item1 + 1)..]}";
                return changed == grant || tokens.Read(changed) is null || IsSameBytes(grant, changed);
            },
            iter: 2_000, threads: 1);
    }

    [Fact]
    public void Token_TooLarge_IsNotRead()
    {
        Entra.Validator.Validate(new string('a', 20_000) + ".b.c", Audience.ResourceManager).Error!.Status.ShouldBe(401);
        SignedJwt.Read(new string('a', 20_000) + ".b.c").ShouldBeNull();
    }

    private static Gen<string> Pick(params string[] values) => Gen.Int[0, values.Length - 1].Select(position => values[position]);

    /// <summary>The last character of base64url has bits that stand for nothing.</summary>
    private static bool IsSameBytes(string token, string changed)
    {
        var (one, other) = (Encoding.ASCII.GetBytes(token), Encoding.ASCII.GetBytes(changed));
        return one.AsSpan(0, one.Length - 1).SequenceEqual(other.AsSpan(0, other.Length - 1));
    }
}
