namespace Verditer.Kubernetes;

/// <summary>Where an object is. Its document key is <c>group/resource/namespace/name</c>.</summary>
/// <param name="Namespace">Empty for an object of the whole cluster.</param>
public readonly record struct ObjectPlace(GroupResource Resource, string Namespace, string Name)
{
    public string Key => $"{Resource.Group}/{Resource.Plural}/{Namespace}/{Name}";

    public static ObjectPlace Parse(string key)
    {
        var group = key.IndexOf('/');
        var plural = key.IndexOf('/', group + 1);
        var @namespace = key.IndexOf('/', plural + 1);
        return new(new(key[..group], key[(group + 1)..plural]), key[(plural + 1)..@namespace], key[(@namespace + 1)..]);
    }
}
