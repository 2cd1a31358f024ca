using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The claims of tokens about users: access tokens and ID tokens, v1 and v2.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference, …/id-token-claims-reference</remarks>
internal sealed class UserTokenPayload(DirectoryIndex index)
{
    /// <summary>More groups than these are not in the token: it tells where to ask for them.</summary>
    private const int MostGroups = 200;

    public ReadOnlyMemory<byte> AccessToken(UserSession session, GrantedAccess access, DateTimeOffset issued, DateTimeOffset expires)
    {
        var v1 = access.Resource.Version == 1;
        return Write(writer =>
        {
            writer.WriteString("aud", access.Resource.Audience);
            WriteTimes(writer, session, access.Resource.Version, issued, expires);
            writer.WriteString("acr", "1");
            writer.WriteString("aio", Opaque(32));
            WriteMethods(writer);
            writer.WriteString(v1 ? "appid" : "azp", session.Client.ClientId);
            writer.WriteString(v1 ? "appidacr" : "azpacr", session.Client.ClientAuthentication);
            WriteNames(writer, session.User, v1);
            WriteGroups(writer, session);
            writer.WriteString("idtyp", "user");
            WriteText(writer, "ipaddr", session.IpAddress);
            writer.WriteString("rh", $"1.{Opaque(24)}.");
            WriteRoles(writer, session, access.Resource.Api);
            writer.WriteString("scp", string.Join(' ', access.Scopes));
            WriteUser(writer, session, access.ResourceAppId, v1);
            WriteList(writer, "wids", index.RolesOf(session.Tenant.Id, session.User.Id));
            if (session.Capabilities.Count > 0)
            {
                WriteList(writer, "xms_cc", session.Capabilities);
            }

            writer.WriteNumber("xms_tcdt", session.Tenant.Created.ToUnixTimeSeconds());
        });
    }

    /// <param name="v1">The endpoint decides the form of an ID token.</param>
    public ReadOnlyMemory<byte> IdToken(UserSession session, bool v1, DateTimeOffset issued, DateTimeOffset expires) => Write(writer =>
    {
        writer.WriteString("aud", session.Client.ClientId);
        WriteTimes(writer, session, v1 ? 1 : 2, issued, expires);
        writer.WriteString("aio", Opaque(32));
        writer.WriteNumber("auth_time", session.Authenticated.ToUnixTimeSeconds());
        if (v1)
        {
            WriteMethods(writer);
            WriteText(writer, "ipaddr", session.IpAddress);
        }

        WriteText(writer, "email", session.User.Extra.Text("mail"));
        WriteNames(writer, session.User, v1);
        WriteText(writer, "nonce", session.Nonce);
        writer.WriteString("preferred_username", session.User.UserPrincipalName);
        writer.WriteString("rh", $"1.{Opaque(24)}.");
        WriteRoles(writer, session, session.Client.Principal);
        WriteUser(writer, session, session.Client.ClientId, v1);
    });

    private static void WriteTimes(Utf8JsonWriter writer, UserSession session, int version, DateTimeOffset issued, DateTimeOffset expires)
    {
        writer.WriteString("iss", Issuers.For(session.Tenant.Id, version));
        writer.WriteNumber("iat", issued.ToUnixTimeSeconds());
        writer.WriteNumber("nbf", issued.ToUnixTimeSeconds());
        writer.WriteNumber("exp", expires.ToUnixTimeSeconds());
    }

    private static void WriteNames(Utf8JsonWriter writer, UserRecord user, bool v1)
    {
        if (v1)
        {
            WriteText(writer, "family_name", user.Extra.Text("surname"));
            WriteText(writer, "given_name", user.Extra.Text("givenName"));
        }

        writer.WriteString("name", user.DisplayName);
    }

    private static void WriteUser(Utf8JsonWriter writer, UserSession session, string application, bool v1)
    {
        writer.WriteString("oid", session.User.Id);
        writer.WriteString("sub", PairwiseSubject.Of(session.User, application));
        writer.WriteString("tid", session.Tenant.Id);
        if (v1)
        {
            writer.WriteString("unique_name", session.User.UserPrincipalName);
            writer.WriteString("upn", session.User.UserPrincipalName);
        }

        writer.WriteString("uti", Opaque(16));
        writer.WriteString("ver", v1 ? "1.0" : "2.0");
    }

    /// <summary>App roles on an application of the tenant's own.</summary>
    private void WriteRoles(Utf8JsonWriter writer, UserSession session, ServicePrincipalRecord? application)
    {
        if (application is { FirstParty: false } && index.AppRolesOf(application, index.AssigneesOf(session.User)) is { Count: > 0 } roles)
        {
            WriteList(writer, "roles", roles);
        }
    }

    private void WriteGroups(Utf8JsonWriter writer, UserSession session)
    {
        var groups = index.GroupsOf(session.Tenant.Id, session.User.Id);
        if (groups.Count <= MostGroups)
        {
            WriteList(writer, "groups", groups);
            return;
        }

        writer.WriteStartObject("_claim_names");
        writer.WriteString("groups", "src1");
        writer.WriteEndObject();
        writer.WriteStartObject("_claim_sources");
        writer.WriteStartObject("src1");
        writer.WriteString("endpoint", $"https://graph.microsoft.com/v1.0/users/{session.User.Id}/getMemberObjects");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMethods(Utf8JsonWriter writer) => WriteList(writer, "amr", ["pwd"]);

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static string Opaque(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
