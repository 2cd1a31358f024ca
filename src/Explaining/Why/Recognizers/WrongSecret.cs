namespace Verditer.Explaining;

/// <summary>An application signs in with a secret that is none of its own, or with the secret's id in place of its value.</summary>
internal sealed class WrongSecret : IRecognizer
{
    private const int Wrong = 7000215;

    public Finding? Recognize(Case it) => it.SignIn is { ErrorCode: Wrong } signIn
        ? new("wrong-secret", "The secret is none of this application's.",
            "A secret has an id, which lists show, and a value, which is shown only once, when the secret is made. Only the value signs in. A secret that was removed or reset is none any more.",
            new MendingCommand(AzCommands.Line($"az ad app credential list --id {signIn.ClientId}"), "the secrets that there are, by their ids and ends"),
            new MendingCommand(AzCommands.ResetSecret(signIn.ClientId, it.Offset), "makes a new secret, and prints it this once"))
        : null;
}
