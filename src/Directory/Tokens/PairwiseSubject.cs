using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Verditer.Directory;

/// <summary>A user's <c>sub</c>: the same for one application always, and another for each application.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference (<c>sub</c>)</remarks>
internal static class PairwiseSubject
{
    public static string Of(UserRecord user, string application) => Base64Url.EncodeToString(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{user.TenantId}/{user.Id}/{application}".ToLowerInvariant())));
}
