using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>What one resource demands beyond what all objects do. A resource without rules is stored as it comes.</summary>
internal abstract class KindRules
{
    public abstract GroupResource Resource { get; }

    /// <summary>Fills in what the API fills in, on every write.</summary>
    public virtual void Default(JsonObject value)
    {
    }

    /// <summary>Sets what the server decides on a new object.</summary>
    public virtual void PrepareForCreate(JsonObject value)
    {
    }

    /// <summary>Puts back what an update may not change without being told so.</summary>
    /// <param name="subresource">Empty for the object itself.</param>
    public virtual void PrepareForUpdate(JsonObject value, JsonObject current, string subresource)
    {
    }

    /// <param name="current">Null for a new object.</param>
    public virtual void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
    }

    /// <summary>Validates a write of a subresource.</summary>
    public virtual void ValidatePart(JsonObject value, JsonObject current, string subresource, List<FieldError> errors) => Validate(value, current, errors);
}
