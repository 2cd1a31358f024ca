namespace Verditer.ResourceManager;

public enum RegistrationState
{
    NotRegistered,
    Registering,
    Registered,
    Unregistering,
}

/// <summary>A subscription's registration of a resource provider.</summary>
/// <param name="Begun">When the last registration that has completed was begun (UTC, Verditer's clock); null when none has.</param>
/// <param name="PendingSince">When the one under way was begun.</param>
public sealed record Registration(string Namespace, RegistrationState State, DateTimeOffset? Begun, DateTimeOffset? PendingSince)
{
    /// <summary>True when requests are served: also while a registered provider is being registered again.</summary>
    public bool Serves => State == RegistrationState.Registered || (State == RegistrationState.Registering && Begun is not null);
}

public enum FeatureStatus
{
    NotRegistered,
    Pending,
    Registering,
    Registered,
    Unregistering,
    Unregistered,
}

/// <summary>A subscription's registration of a preview feature.</summary>
/// <param name="RegisteredAt">When it became Registered (UTC, Verditer's clock).</param>
public sealed record FeatureRegistration(string Namespace, string Name, FeatureStatus Status, DateTimeOffset? RegisteredAt);
