namespace Verditer.Directory;

/// <summary>A directory (tenant), as it is stored.</summary>
/// <param name="Id">GUID.</param>
/// <param name="Domain">The verified domain that stands for the id in sign-in addresses.</param>
/// <param name="Created">UTC, Verditer's clock. The oldest tenant is the one that the ADFS-shaped authority implies.</param>
public sealed record TenantRecord(string Id, string DisplayName, string Domain, DateTimeOffset Created);
