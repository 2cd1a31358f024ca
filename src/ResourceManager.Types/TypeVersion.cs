using Verditer.Core;
using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>One api-version of a resource type.</summary>
public sealed class TypeVersion
{
    private readonly ShapeReference _body;
    private readonly ShapeReference _name;
    private TopLevelProperties? _top;

    internal TypeVersion(
        ResourceType type, string apiVersion, DeploymentScopes readable, DeploymentScopes writable, ShapeReference body, ShapeReference name)
    {
        (Type, ApiVersion, ReadableScopes, WritableScopes) = (type, apiVersion, readable, writable);
        (_body, _name) = (body, name);
    }

    public ResourceType Type { get; }

    public string ApiVersion { get; }

    public bool IsPreview => ApiVersion.Length > 10;

    /// <summary>Where a resource of the type can be read.</summary>
    public DeploymentScopes ReadableScopes { get; }

    /// <summary>Where a resource of the type can be made.</summary>
    public DeploymentScopes WritableScopes { get; }

    /// <summary>True when the service makes the resources, and nobody can PUT one.</summary>
    public bool IsReadOnly => WritableScopes == DeploymentScopes.None;

    /// <summary>The body: an <see cref="ObjectShape"/> or a <see cref="DiscriminatedShape"/>.</summary>
    public Shape Body => _body.Shape;

    /// <summary>What the resource's name may be, where the specification says.</summary>
    public Shape Name => _name.Shape;

    /// <summary>Which of Resource Manager's own properties the body has.</summary>
    public TopLevelProperties Top => _top ??= TopLevelProperties.Of(Body);

    /// <summary>The body of the resource with this name: some types (<c>Microsoft.Web/sites/config</c>) have another body for each name.</summary>
    public Shape BodyFor(string name) => Body is DiscriminatedShape { Discriminator: "name" } byName ? byName.For(name) ?? byName.Common : Body;
}
