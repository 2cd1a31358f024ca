namespace Verditer.Directory;

/// <summary>A page: its title and, once it knows the browser's canary, its body.</summary>
internal sealed record PageContent(string Title, Func<string, string> Body, string? Error = null, int Status = 200)
{
    /// <summary>The address to which its forms lead in the end, beside its own; browsers check it.</summary>
    public string? LeadsTo { get; init; }
}

/// <summary>The pages of a sign-in.</summary>
internal static class SignInPages
{
    public static PageContent SignIn(string client, string? userName, string? error = null) => new("Sign in", canary => Html.Text($"to continue to {client}")
        + Html.Form("password", canary,
            Html.Field("username", "User name", "text", userName, "username")
            + Html.Field("password", "Password", "password", null, "current-password")
            + Html.Button("Sign in")), error);

    public static PageContent ChangePassword(string userName, string? error = null) => new("Update your password", canary =>
        Html.Text("You need to update your password because this is the first time you are signing in, or because your password has expired.")
        + Html.Form("change", canary,
            Html.Field("username", "User name", "text", userName, "username")
            + Html.Field("password", "Current password", "password", null, "current-password")
            + Html.Field("newPassword", "New password", "password", null, "new-password")
            + Html.Field("confirmPassword", "Confirm password", "password", null, "new-password")
            + Html.Button("Sign in")), error);

    public static PageContent ChooseAccount(string client, string userName) => new("Pick an account", canary => Html.Text($"to continue to {client}")
        + Html.Form("account", canary, Html.Button(userName, "continue") + Html.Button("Use another account", "other", plain: true)));

    public static PageContent AskConsent(string client, string userName, GrantedAccess access) => new("Permissions requested", canary =>
        Html.Text($"{client} asks to act for {userName} at {access.Resource.Audience}:")
        + Scopes(access)
        + Html.Form("consent", canary, Html.Button("Accept", "accept") + Html.Button("Cancel", "decline", plain: true)));

    /// <summary>Nothing to accept: at most back to the client, without it.</summary>
    public static PageContent NeedAdministrator(string client, GrantedAccess access, bool leadsBack) => new("Need admin approval", canary =>
        Html.Text($"{client} needs permission at {access.Resource.Audience} that only an administrator can grant. Ask an administrator to grant it before you use this app.")
        + Scopes(access) + "<p><code>AADSTS90094</code></p>"
        + (leadsBack ? Html.Form("consent", canary, Html.Button("Return to the application without granting consent", "decline", plain: true)) : ""));

    public static PageContent EnterCode(string? code, string? error = null) => new("Enter code", canary =>
        Html.Text("Enter the code that your app or device shows.")
        + Html.Form("code", canary, Html.Field("code", "Code", "text", code, "one-time-code") + Html.Button("Next")), error);

    public static PageContent ConfirmDevice(string client, string userName, string code) => new($"Are you trying to sign in to {client}?", canary =>
        Html.Text($"You are {userName}. Only continue if you started this sign-in yourself, on a device that you trust.")
        + Html.Form("confirm", canary, Html.Hidden("code", code) + Html.Button("Continue", "continue") + Html.Button("Cancel", "cancel", plain: true)));

    private static string Scopes(GrantedAccess access) => "<ul>" + string.Concat(access.Scopes.Select(scope => $"<li>{Html.Encode(scope)}</li>")) + "</ul>";

    public static PageContent Message(string title, string text) => new(title, _ => Html.Text(text));

    public static PageContent Failure(string text, int status) => new("Sorry, but we're having trouble signing you in.", _ => $"<p><code>{Html.Encode(text)}</code></p>", null, status);
}
