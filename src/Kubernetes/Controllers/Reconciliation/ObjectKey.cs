namespace Verditer.Kubernetes.Controllers;

/// <summary>What one reconcile is about.</summary>
internal readonly record struct ObjectKey(GroupResource Resource, string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? $"{Resource} {Name}" : $"{Resource} {Namespace}/{Name}";
}
