namespace Verditer.Registry;

/// <summary>How the registries' content is kept.</summary>
public sealed record RegistryOptions
{
    /// <summary>The folder for blobs and unfinished uploads: of this user alone, made when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>How often what nothing refers to is looked for.</summary>
    public TimeSpan CleaningInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For how long a blob that no manifest refers to is kept after a client has pushed it or asked for it, so that a push may take its time.</summary>
    public TimeSpan UnreferencedKept { get; init; } = TimeSpan.FromHours(4);

    /// <summary>For how long an upload that nobody goes on with is kept.</summary>
    public TimeSpan UploadKept { get; init; } = TimeSpan.FromDays(7);
}
