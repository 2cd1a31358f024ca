using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The name of a new resource follows its type's rule.</summary>
internal sealed class CheckResourceName : IRequestRule
{
    private const string Reserved = "<>*%&:\\?+/#";

    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!context.IsWrite || context.Existing is not null)
        {
            return new((ArmError?)null);
        }

        var name = context.Id.Name;
        if (context.Handler!.NameRule is { } rule)
        {
            return new(rule.Allows(name)
                ? null
                : new ArmError(400, rule.Code ?? "InvalidResourceName", rule.Message?.Invoke(name) ?? $"The resource name '{name}' is invalid. {rule.Description}", name));
        }

        return new(name.Length <= 260 && name.IndexOfAny(Reserved.ToCharArray()) < 0 && !name.Any(char.IsControl) && !name.EndsWith(' ') && !name.EndsWith('.')
            ? null
            : Refuse(name));
    }

    public static ArmError Refuse(string name) => new(400, "InvalidResourceName",
        $"The resource name '{name}' is invalid. A name has 1 to 260 characters, none of '{Reserved}' and no control character, and does not end with a space or a period.", name);
}
