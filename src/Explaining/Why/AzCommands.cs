using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>Commands of az as they must be typed.</summary>
internal static class AzCommands
{
    public static string Assign(string objectId, PrincipalKind kind, string role, string scope) =>
        $"az role assignment create --assignee-object-id {objectId} --assignee-principal-type {kind} --role {Quote(role)} --scope {Quote(scope)}";

    public static string Unassign(string assignmentId) => $"az role assignment delete --ids {Quote(assignmentId)}";

    /// <summary>A word that a shell would take apart goes into quotes.</summary>
    public static string Quote(string word) => word.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '-' or '_' or '.' or ':' or '@')) ? $"\"{word}\"" : word;
}
