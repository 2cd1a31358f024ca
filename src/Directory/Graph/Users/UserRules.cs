using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a body makes of a user, and the rules that it must keep.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/user</remarks>
internal static partial class UserRules
{
    private const string Resource = "User";
    private const string NameProperty = "userPrincipalName";

    private static readonly string[] RequiredOfNew = ["accountEnabled", "displayName", "mailNickname", NameProperty, "passwordProfile"];

    public static GraphError? RefuseNew(JsonObject body) =>
        RequiredOfNew.FirstOrDefault(name => body[name] is not JsonObject && string.IsNullOrEmpty(FilterLiteral.TextOf(body[name]))) is { } missing
            ? GraphError.Missing(missing, Resource)
            : body["passwordProfile"].Text("password") is null ? GraphError.Missing("password", "PasswordProfile")
            : null;

    public static GraphChange<UserRecord> Apply(DirectoryIndex index, JsonObject body, UserRecord before, DateTimeOffset now)
    {
        if (GraphShapes.Refuse(body, GraphDefaults.User, Resource) is { } misshapen)
        {
            return misshapen;
        }

        if (body.Any(pair => pair.Key.Equals(UserSessions.ValidFromProperty, StringComparison.OrdinalIgnoreCase)))
        {
            return GraphError.ReadOnly(UserSessions.ValidFromProperty, Resource);
        }

        var after = before with
        {
            UserPrincipalName = body.Text(NameProperty) ?? before.UserPrincipalName,
            DisplayName = body.Text("displayName") ?? before.DisplayName,
            Enabled = body.Flag("accountEnabled") ?? before.Enabled,
            Extra = GraphBody.Extra(body, before.Extra),
        };
        if (Refuse(index, body, before, after) is { } refusal)
        {
            return refusal;
        }

        return body["passwordProfile"] is JsonObject profile ? WithPassword(profile, after, now) : after;
    }

    /// <summary>A password that a person chose: kept as a slow hash.</summary>
    public static UserRecord Set(UserRecord user, string password, bool mustChange, DateTimeOffset now) => user with
    {
        Password = SecretHash.Make(password, chosen: true, null, now, DateTimeOffset.MaxValue),
        MustChangePassword = mustChange,
    };

    private static GraphChange<UserRecord> WithPassword(JsonObject profile, UserRecord user, DateTimeOffset now)
    {
        var mustChange = profile.Flag("forceChangePasswordNextSignIn");
        if (profile.Text("password") is not { } password)
        {
            return user with { MustChangePassword = mustChange ?? user.MustChangePassword };
        }

        return PasswordRules.Allows(password, user.UserPrincipalName)
            ? new GraphChange<UserRecord>(Set(user, password, mustChange ?? true, now)) { Activity = user.Password is null ? null : AuditActivity.ResetUserPassword }
            : PasswordRules.TooWeak();
    }

    private static GraphError? Refuse(DirectoryIndex index, JsonObject body, UserRecord before, UserRecord after)
    {
        var (local, domain) = Split(after.UserPrincipalName);
        return after.DisplayName.Length is 0 or > 256 ? GraphError.Invalid("displayName", Resource)
            : !LocalPart().IsMatch(local) ? GraphError.Invalid(NameProperty, Resource)
            : body.Text("mailNickname") is { } nickname && !Nickname().IsMatch(nickname) ? GraphError.Invalid("mailNickname", Resource)
            : after.UserPrincipalName != before.UserPrincipalName && !domain.Equals(index.Tenants.Find(after.TenantId)!.Domain, StringComparison.OrdinalIgnoreCase) ? WrongDomain()
            : index.UsersByName.Find(DirectoryIndex.Key(after.TenantId, after.UserPrincipalName)) is { } other && other.Id != after.Id ? GraphError.SameValue(NameProperty)
            : null;
    }

    private static GraphError WrongDomain()
    {
        const string Message = "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.";
        return GraphError.Bad(Message) with { Detail = new("InvalidValue", Message, NameProperty) };
    }

    private static (string Local, string Domain) Split(string name) =>
        name.LastIndexOf('@') is var at and > 0 ? (name[..at], name[(at + 1)..]) : ("", "");

    [GeneratedRegex(@"^[A-Za-z0-9'._!#^~-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex LocalPart();

    [GeneratedRegex(@"^[A-Za-z0-9'._!#^~$%&*+/=?`{|}-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Nickname();
}
