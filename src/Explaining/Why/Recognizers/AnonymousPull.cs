using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A registry was asked by nobody. Nodes ask so when it has refused their own identity, and then that is what matters.</summary>
internal sealed class AnonymousPull : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it.Refusal is not { Surface: RefusalSurface.ContainerRegistry, Status: 401, Caller: null, Access: null } refusal || !Uri.TryCreate(refusal.Path, UriKind.Absolute, out var address))
        {
            return null;
        }

        return it.Before is { Caller: { } refused } before
            ? new("anonymous-after-refusal", $"'{address.Host}' was asked without credentials, right after it had refused {refused.DisplayName ?? refused.ClientName}.",
                "Nodes, and other clients of registries, ask as nobody when their own identity may not pull. What was refused to that identity is the cause.",
                new MendingCommand(AzCommands.Line($"verditer why {before.Id}"), "explains the refusal before this one"))
            : new("anonymous-pull", $"'{address.Host}' was asked without credentials that it knows, and it lets nobody pull so.",
                "A wrong password, or none, looks the same to a registry.",
                new MendingCommand(AzCommands.Line($"az acr login --name {address.Host.Split('.')[0]}"), "signs in as who is signed in to az"));
    }
}
