namespace Verditer.Clusters.Containers;

/// <summary>Something that this machine lacks to run nodes with containers.</summary>
/// <param name="What">What is missing, in a few words.</param>
/// <param name="Remedy">What gets it: a command, or a sentence.</param>
public sealed record MachineNeed(string What, string Remedy);
