namespace Verditer.Clusters.Containers;

/// <summary>One file of a volume that is made of objects.</summary>
/// <param name="Path">Within the volume.</param>
/// <param name="Mode">Permission bits.</param>
internal sealed record ProjectedFile(string Path, byte[] Content, int Mode);
