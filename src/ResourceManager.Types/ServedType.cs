using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Verditer.Core;

namespace Verditer.ResourceManager.Types;

/// <summary>A resource type with all its api-versions.</summary>
public sealed class ServedType
{
    private readonly ConcurrentDictionary<string, SecretMarks> _secrets = new(StringComparer.OrdinalIgnoreCase);

    internal ServedType(ResourceType type, TypeVersion[] versions) => (Type, Versions) = (type, versions);

    /// <summary>In Azure's case.</summary>
    public ResourceType Type { get; }

    /// <summary>Newest first; of one date the stable version before its preview.</summary>
    public IReadOnlyList<TypeVersion> Versions { get; }

    /// <summary>Newest first, as Azure's texts and provider lists name them.</summary>
    public IEnumerable<string> ApiVersions => Versions.Select(version => version.ApiVersion);

    /// <summary>The version that Azure takes where none is named: the newest stable one, or the newest preview.</summary>
    public TypeVersion Default => Versions.FirstOrDefault(version => !version.IsPreview) ?? Versions[0];

    /// <summary>The newest stable version in which a resource can be made, or the newest preview; null where the service makes all of them.</summary>
    public TypeVersion? NewestWritable =>
        Versions.FirstOrDefault(version => !version.IsPreview && !version.IsReadOnly) ?? Versions.FirstOrDefault(version => !version.IsReadOnly);

    /// <summary>The version with exactly this name, without regard to case.</summary>
    public bool TryFind(string apiVersion, [NotNullWhen(true)] out TypeVersion? found)
    {
        found = Versions.FirstOrDefault(version => string.Equals(version.ApiVersion, apiVersion, StringComparison.OrdinalIgnoreCase));
        return found is not null;
    }

    /// <summary>The newest version that is not newer than this one, or the oldest: what comes nearest for a version that the data lacks.</summary>
    public TypeVersion Nearest(string apiVersion) =>
        TryFind(apiVersion, out var exact) ? exact
        : Versions.FirstOrDefault(version => string.CompareOrdinal(version.ApiVersion, apiVersion) <= 0) ?? Versions[^1];

    /// <summary>What any version keeps secret in the resource with this name. Only names that have a body of their own are told apart.</summary>
    internal SecretMarks SecretsOf(string name)
    {
        var isOwn = Versions.Any(version => version.Body is DiscriminatedShape { Discriminator: "name" } byName && byName.For(name) is not null);
        return _secrets.GetOrAdd(isOwn ? name : "", _ => new SecretMarks(Versions.Select(version => version.BodyFor(name))));
    }
}
