namespace Verditer.Directory;

/// <summary>Who may do one thing in Graph. A Global Administrator may do everything.</summary>
/// <param name="Roles">Directory roles whose holders may.</param>
/// <param name="Permissions">Application permissions on Graph that let an application do it by itself.</param>
internal sealed record GraphRight(IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions)
{
    /// <summary>True where every user of the tenant may, without a role.</summary>
    public bool Users { get; init; }

    /// <summary>True where the holder of any directory role may.</summary>
    public bool AnyRole { get; init; }

    /// <summary>True where the object's owners may.</summary>
    public bool Owners { get; init; }

    /// <summary>True where the object itself may.</summary>
    public bool Self { get; init; }
}
