using Microsoft.AspNetCore.Http;

namespace Verditer.Host;

/// <summary>One thing that the <c>verditer</c> command asks of the running server. A part adds one by registering it.</summary>
public interface IAdminEndpoint
{
    /// <summary>The HTTP method.</summary>
    string Method { get; }

    /// <summary>The whole path, such as <c>/clock</c>.</summary>
    string Path { get; }

    Task HandleAsync(HttpContext context);
}
