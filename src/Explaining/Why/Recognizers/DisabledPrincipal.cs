using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The principal is disabled, or deleted: its token does not count any more, and it gets no new one.</summary>
internal sealed class DisabledPrincipal : IRecognizer
{
    private const int DisabledApplication = 7000112;
    private const int DisabledUser = 50057;

    public Finding? Recognize(Case it)
    {
        var state = it.Fact(RefusalFacts.PrincipalState) ?? (it.SignIn?.ErrorCode is DisabledApplication or DisabledUser ? "disabled" : null);
        var id = it.Caller?.ObjectId ?? it.Fact(RefusalFacts.TokenObjectId) ?? it.SignIn?.PrincipalId ?? it.SignIn?.UserId;
        return state switch
        {
            "disabled" => new("disabled-principal", $"The principal {it.Caller?.DisplayName ?? id} is disabled.",
                "A disabled principal gets no tokens, and those that it has are refused at once.",
                new MendingCommand(
                    it.Caller?.Kind == PrincipalKind.User || it.SignIn?.ErrorCode == DisabledUser
                        ? AzCommands.Line($"az ad user update --id {id} --account-enabled true")
                        : AzCommands.Line($"az ad sp update --id {id} --set accountEnabled=true"), "enables it")),
            "absent" => new("deleted-principal", $"The principal {id} is not in the directory any more.",
                "It was deleted after the token was made. Its role assignments stay, and count for nobody (\"Identity not found\")."),
            _ => null,
        };
    }
}
