namespace Verditer.Directory;

/// <summary>Who changed what in the directory.</summary>
public interface IDirectoryAuditLog
{
    /// <summary>A tenant's changes, newest first.</summary>
    /// <param name="limit">At most so many.</param>
    Task<IReadOnlyList<DirectoryAudit>> ReadAsync(string tenantId, int limit = 100, CancellationToken cancellationToken = default);
}
