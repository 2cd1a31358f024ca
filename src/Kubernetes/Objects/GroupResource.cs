namespace Verditer.Kubernetes;

/// <summary>A resource of the Kubernetes API, whatever its version: <c>("", "pods")</c>, <c>("apps", "deployments")</c>.</summary>
/// <param name="Group">Empty for core.</param>
/// <param name="Plural">Lower case, plural.</param>
public readonly record struct GroupResource(string Group, string Plural)
{
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
