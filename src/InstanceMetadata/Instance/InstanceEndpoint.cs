namespace Verditer.InstanceMetadata;

/// <summary>The document that tells a machine what it is, whole or in part.</summary>
internal sealed class InstanceEndpoint(MachineOwner owners) : IMetadataEndpoint
{
    public string Path => "instance";

    public IReadOnlyList<string> Versions => ApiVersions.All;

    public bool TakesFilter => true;

    public async ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request)
    {
        var machine = request.Machine;
        var facts = new MachineFacts(machine.Compute!.ComputerName ?? machine.Name, machine.Compute, await owners.FindAsync(machine, request.Canceled));
        return DocumentPart.Answer(InstanceDocument.Build(facts, request.ApiVersion), request.Filter, request.Value("format"));
    }
}
