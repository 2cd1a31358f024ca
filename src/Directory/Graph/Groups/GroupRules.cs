using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a body makes of a group. Only security groups exist: nothing here has a mailbox.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/group-post-groups</remarks>
internal static class GroupRules
{
    private const string Resource = "Group";

    private static readonly string[] RequiredOfNew = ["displayName", "mailEnabled", "mailNickname", "securityEnabled"];

    public static GraphError? RefuseNew(JsonObject body) =>
        RequiredOfNew.FirstOrDefault(name => string.IsNullOrEmpty(FilterLiteral.TextOf(body[name]))) is { } missing ? GraphError.Missing(missing, Resource) : null;

    public static GraphChange<GroupRecord> Apply(JsonObject body, GroupRecord before)
    {
        if (GraphShapes.Refuse(body, GraphDefaults.Group, Resource) is { } misshapen)
        {
            return misshapen;
        }

        var after = before with { DisplayName = body.Text("displayName") ?? before.DisplayName, Extra = GraphBody.Extra(body, before.Extra) };
        return Refuse(body, before, after) is { } refusal ? refusal : after;
    }

    /// <summary>True for a group that can be given directory roles.</summary>
    public static bool IsAssignableToRole(GroupRecord group) => group.Extra.Flag("isAssignableToRole") == true;

    /// <summary>Null when this object may be a member of the group.</summary>
    public static GraphError? RefuseMember(DirectoryIndex index, GroupRecord group, string id) => GraphObjects.Find(index, group.TenantId, id) switch
    {
        null => GraphError.NotFound(id),
        ApplicationRecord => InvalidMember(id, "Application"),
        GroupRecord when IsAssignableToRole(group) => GraphError.Bad("A role-assignable group cannot have other groups as members."),
        GroupRecord same when same.Id == group.Id => InvalidMember(id, "Group"),
        _ => null,
    };

    private static GraphError? Refuse(JsonObject body, GroupRecord before, GroupRecord after)
    {
        var extra = after.Extra ?? [];
        return after.DisplayName.Length is 0 or > 256 ? GraphError.Invalid("displayName", Resource)
            : extra.Text("mailNickname") is { } nickname && (nickname.Length is 0 or > 64 || nickname.Any(c => c > 126 || " @()\\[]\";:<>,".Contains(c, StringComparison.Ordinal)))
                ? GraphError.Invalid("mailNickname", Resource)
            : extra.Flag("mailEnabled") == true || extra["groupTypes"] is JsonArray { Count: > 0 }
                ? GraphError.Bad("Verditer keeps security groups only: mailEnabled must be false and groupTypes empty.")
            : extra.Flag("securityEnabled") == false ? GraphError.Invalid("securityEnabled", Resource)
            : before.DisplayName.Length > 0 && body.ContainsKey("isAssignableToRole") && IsAssignableToRole(before) != IsAssignableToRole(after)
                ? GraphError.ReadOnly("isAssignableToRole", Resource)
            : null;
    }

    private static GraphError InvalidMember(string id, string type) =>
        GraphError.Bad($"The reference target '{type}_{id}' of type '{type}' is invalid for the 'members' reference.");
}
