namespace Verditer.InstanceMetadata;

/// <inheritdoc cref="IMetadataAdministration"/>
internal sealed class MetadataAdministration(MetadataSettings settings, MetadataListeners listeners) : IMetadataAdministration
{
    public bool CachesTokens
    {
        get => settings.CachesTokens;
        set => settings.CachesTokens = value;
    }

    public bool LimitsBursts
    {
        get => settings.LimitsBursts;
        set => settings.LimitsBursts = value;
    }

    public TimeSpan IdentityUpdateTime
    {
        get => settings.IdentityUpdateTime;
        set => settings.IdentityUpdateTime = value;
    }

    public IReadOnlyList<KeptToken> ListTokens() =>
    [
        .. from listener in listeners.Open
           from kept in listener.Tokens.All
           orderby listener.Machine.Name, kept.Identity.ResourceId, kept.Token.Resource
           select new KeptToken(listener.Machine.Name, kept.Identity, kept.Token.Resource, kept.Token.Expires),
    ];

    public int ClearTokens(string? machine = null) =>
        listeners.Open.Where(listener => machine is null || listener.Machine.Name == machine).Sum(listener => listener.Tokens.Clear());
}
