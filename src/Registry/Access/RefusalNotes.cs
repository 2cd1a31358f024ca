using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Keeps refusals so that they can be explained, under the id that the answer bears.</summary>
internal sealed class RefusalNotes(IRefusalLog log)
{
    /// <param name="missing">The right that its roles do not give; null where something else decided.</param>
    /// <param name="facts">What else decided it, by the names of <see cref="RefusalFacts"/>.</param>
    public void Note(
        HttpContext context, RegistryFacts registry, RegistryError error, RegistryIdentity? identity, WantedRight? missing, IReadOnlyDictionary<string, string>? facts = null)
    {
        var id = context.Response.Headers[RegistryHeaders.CorrelationId].ToString();
        log.Add(new(
            id, id, RefusalSurface.ContainerRegistry, context.Request.Method, $"https://{registry.LoginServer}{context.Request.Path}", error.Status, error.Code, error.Message)
        {
            Caller = identity?.Principal,
            Access = missing is not null && identity?.Principal is not null ? new(missing.Action.RoleActions[0], registry.Id.Text) : null,
            Facts = facts,
        });
    }
}
