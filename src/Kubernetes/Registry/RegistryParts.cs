using System.Text.Json.Nodes;
using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>What every kind of write works with: one cluster's store, its rules and its clock.</summary>
internal sealed class RegistryParts
{
    private readonly Dictionary<GroupResource, KindRules> _rules;
    private readonly Dictionary<GroupResource, IAllocator> _allocators;

    public RegistryParts(
        ObjectStore store, TimeProvider clock, IEnumerable<KindRules> rules, IReadOnlyList<IAdmission> admissions, IEnumerable<IAllocator> allocators)
    {
        (Store, Clock, Admissions) = (store, clock, admissions);
        _rules = rules.ToDictionary(one => one.Resource);
        _allocators = allocators.ToDictionary(one => one.Resource);
    }

    public ObjectStore Store { get; }

    /// <summary>Verditer's clock, which its user may move.</summary>
    public TimeProvider Clock { get; }

    public IReadOnlyList<IAdmission> Admissions { get; }

    public KindRules? RulesOf(GroupResource resource) => _rules.GetValueOrDefault(resource);

    public IAllocator? AllocatorOf(GroupResource resource) => _allocators.GetValueOrDefault(resource);

    public string Now() => ObjectMeta.Time(Clock.GetUtcNow());

    public KubernetesError? Admit(AdmissionRequest request)
    {
        foreach (var admission in Admissions)
        {
            if ((request.Subresource.Length == 0 || admission.SeesParts) && admission.Admit(request) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>All that is wrong with the object, and what it takes of what may be had only once.</summary>
    public KubernetesError? Check(ResourceKind kind, JsonObject value, JsonObject? current, List<Write> writes, string subresource = "")
    {
        var errors = new List<FieldError>();
        MetadataRules.Validate(kind, value, current, errors);
        if (current is not null && subresource.Length > 0)
        {
            RulesOf(kind.Stored)?.ValidatePart(value, current, subresource, errors);
        }
        else
        {
            RulesOf(kind.Stored)?.Validate(value, current, errors);
        }

        if (errors.Count == 0)
        {
            AllocatorOf(kind.Stored)?.Allocate(value, current, writes, errors);
        }

        return errors.Count == 0 ? null : KubernetesErrors.Invalid(kind, value.Name(), errors);
    }

    /// <summary>The writes that give back what a removed object had.</summary>
    public List<Write> Releases(StoredObject gone)
    {
        var writes = new List<Write>();
        AllocatorOf(gone.Resource)?.Release(gone.Object, writes);
        return writes;
    }
}
