using System.Buffers.Text;
using System.Text.Json;

namespace Verditer.Directory;

/// <summary>A token's claims, in Entra's order.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference</remarks>
internal static class TokenPayload
{
    private const int RandomBytes = 64;

    public static void Write(Utf8JsonWriter writer, TokenSubject subject, ResolvedResource resource, DateTimeOffset issued, DateTimeOffset expires)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomIds.Fill(random);
        writer.WriteStartObject();
        writer.WriteString("aud"u8, resource.Audience);
        writer.WriteString("iss"u8, Issuers.For(subject.Principal.TenantId, resource.Version));
        writer.WriteNumber("iat"u8, issued.ToUnixTimeSeconds());
        writer.WriteNumber("nbf"u8, issued.ToUnixTimeSeconds());
        writer.WriteNumber("exp"u8, expires.ToUnixTimeSeconds());
        WriteOpaque(writer, "aio"u8, random[..24]);
        if (resource.Version == 1)
        {
            writer.WriteString("appid"u8, subject.Principal.AppId);
            writer.WriteString("appidacr"u8, subject.ClientAuthentication);
            writer.WriteString("idp"u8, Issuers.V1(subject.Principal.TenantId));
        }
        else
        {
            writer.WriteString("azp"u8, subject.Principal.AppId);
            writer.WriteString("azpacr"u8, subject.ClientAuthentication);
        }

        WritePrincipal(writer, subject, random[24..]);
        writer.WriteString("ver"u8, resource.Version == 1 ? "1.0" : "2.0");
        WriteOptional(writer, subject);
        writer.WriteEndObject();
    }

    private static void WritePrincipal(Utf8JsonWriter writer, TokenSubject subject, ReadOnlySpan<byte> random)
    {
        writer.WriteString("idtyp"u8, "app");
        writer.WriteString("oid"u8, subject.Principal.Id);
        writer.WriteString("rh"u8, $"1.{Base64Url.EncodeToString(random[..24])}.");
        if (subject.Roles.Count > 0)
        {
            WriteList(writer, "roles"u8, subject.Roles);
        }

        writer.WriteString("sub"u8, subject.Principal.Id);
        writer.WriteString("tid"u8, subject.Principal.TenantId);
        WriteOpaque(writer, "uti"u8, random[24..]);
    }

    private static void WriteOptional(Utf8JsonWriter writer, TokenSubject subject)
    {
        if (subject.Capabilities.Count > 0)
        {
            WriteList(writer, "xms_cc"u8, subject.Capabilities);
        }

        if (subject.Principal.ResourceId is { } resource)
        {
            writer.WriteString("xms_mirid"u8, resource.Replace("/resourceGroups/", "/resourcegroups/", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteOpaque(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> random)
    {
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(random.Length)];
        Base64Url.EncodeToUtf8(random, text);
        writer.WriteString(name, text);
    }
}
