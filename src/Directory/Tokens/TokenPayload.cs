using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Verditer.Directory;

/// <summary>A token's claims, in Entra's order.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference</remarks>
internal static class TokenPayload
{
    private const int RandomBytes = 64;

    public static ReadOnlyMemory<byte> Write(TokenSubject subject, ResolvedResource resource, DateTimeOffset issued, DateTimeOffset expires)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("aud", resource.Audience);
            writer.WriteString("iss", Issuers.For(subject.Principal.TenantId, resource.Version));
            writer.WriteNumber("iat", issued.ToUnixTimeSeconds());
            writer.WriteNumber("nbf", issued.ToUnixTimeSeconds());
            writer.WriteNumber("exp", expires.ToUnixTimeSeconds());
            writer.WriteString("aio", Opaque(random[..24]));
            if (resource.Version == 1)
            {
                writer.WriteString("appid", subject.Principal.AppId);
                writer.WriteString("appidacr", subject.ClientAuthentication);
                writer.WriteString("idp", Issuers.V1(subject.Principal.TenantId));
            }
            else
            {
                writer.WriteString("azp", subject.Principal.AppId);
                writer.WriteString("azpacr", subject.ClientAuthentication);
            }

            WritePrincipal(writer, subject, random[24..]);
            writer.WriteString("ver", resource.Version == 1 ? "1.0" : "2.0");
            WriteOptional(writer, subject);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WritePrincipal(Utf8JsonWriter writer, TokenSubject subject, ReadOnlySpan<byte> random)
    {
        writer.WriteString("idtyp", "app");
        writer.WriteString("oid", subject.Principal.Id);
        writer.WriteString("rh", $"1.{Opaque(random[..24])}.");
        writer.WriteString("sub", subject.Principal.Id);
        writer.WriteString("tid", subject.Principal.TenantId);
        writer.WriteString("uti", Opaque(random[24..]));
    }

    private static void WriteOptional(Utf8JsonWriter writer, TokenSubject subject)
    {
        if (subject.Capabilities.Count > 0)
        {
            writer.WriteStartArray("xms_cc");
            subject.Capabilities.ToList().ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
        }

        if (subject.Principal.ResourceId is { } resource)
        {
            writer.WriteString("xms_mirid", resource.Replace("/resourceGroups/", "/resourcegroups/", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static string Opaque(ReadOnlySpan<byte> random) => Base64Url.EncodeToString(random);
}
