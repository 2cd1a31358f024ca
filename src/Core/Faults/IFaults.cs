namespace Verditer.Core;

/// <summary>Faults of Azure that somebody asked for, to see what clients do. There are none unless they are set. Times are Verditer's.</summary>
public interface IFaults
{
    /// <summary>Raised after a fault was set or cleared.</summary>
    event Action? Changed;

    /// <summary>From when on something that was made at <paramref name="made"/> is seen; null for at once.</summary>
    /// <param name="scope">A resource id in any case; faults of a scope are for what lies in it.</param>
    /// <param name="principal">An object id or a client id.</param>
    DateTimeOffset? SeenFrom(FaultKind kind, DateTimeOffset made, string? scope = null, string? principal = null);

    /// <summary>Whether this request meets a fault: after how long the client may ask again; null where it is served.</summary>
    TimeSpan? Refuse(FaultKind kind, string? scope = null, string? principal = null);
}

/// <summary>What can go wrong. The first four are late, the others refuse.</summary>
public enum FaultKind
{
    /// <summary>New role assignments are seen late.</summary>
    RolePropagation,

    /// <summary>New principals are not known where roles are given (<c>PrincipalNotFound</c>).</summary>
    PrincipalPropagation,

    /// <summary>New memberships in groups are missing in tokens.</summary>
    GroupPropagation,

    /// <summary>The registration of a preview feature takes so long.</summary>
    FeatureRegistration,

    /// <summary>The metadata service answers 429.</summary>
    ImdsThrottle,

    /// <summary>The token endpoint answers 503.</summary>
    TokenOutage,

    /// <summary>The token endpoint answers 429.</summary>
    TokenThrottle,
}

/// <summary>No faults.</summary>
public sealed class NoFaults : IFaults
{
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public DateTimeOffset? SeenFrom(FaultKind kind, DateTimeOffset made, string? scope = null, string? principal = null) => null;

    public TimeSpan? Refuse(FaultKind kind, string? scope = null, string? principal = null) => null;
}
