namespace Verditer.ResourceManager.Types;

/// <summary>How a body is checked.</summary>
[Flags]
public enum ValidationMode
{
    /// <summary>What is there must fit; nothing is required.</summary>
    Patch = 0,

    /// <summary>The whole resource: required properties must be there.</summary>
    Put = 1,

    /// <summary>Added to one of the others: unknown properties are problems too.</summary>
    Strict = 2,
}
