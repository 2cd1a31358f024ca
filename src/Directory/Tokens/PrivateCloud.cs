using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// On Verditer's own port one address is Resource Manager and Graph at once, so a client that registered it as a cloud asks for one token for both.
/// </summary>
internal static class PrivateCloud
{
    /// <summary>The audience of such a token, whatever the port.</summary>
    public const string Audience = "https://verditer.localhost/";

    /// <summary>True for the two APIs that share the address.</summary>
    public static bool Serves(Audience audience) => audience.Name == Core.Audience.ResourceManager.Name || audience.Name == Core.Audience.Graph.Name;
}
