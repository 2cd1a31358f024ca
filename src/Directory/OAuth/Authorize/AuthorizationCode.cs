namespace Verditer.Directory;

/// <summary>What a code stands for.</summary>
internal sealed class AuthorizationCode(AuthorizationRequest request, TenantRecord tenant, UserRecord user, DateTimeOffset authenticated)
{
    private int _redeemed;

    public AuthorizationRequest Request => request;

    public TenantRecord Tenant => tenant;

    public UserRecord User => user;

    public DateTimeOffset Authenticated => authenticated;

    /// <summary>True once.</summary>
    public bool TryRedeem() => Interlocked.Exchange(ref _redeemed, 1) == 0;
}

/// <summary>Codes that were given to browsers, for ten minutes, in memory: a restart ends them all.</summary>
internal sealed class AuthorizationCodes(TimeProvider time)
{
    private readonly ExpiringStore<AuthorizationCode> _codes = new(TimeSpan.FromMinutes(10), time);

    public string Create(AuthorizationCode code)
    {
        var key = ExpiringStore<AuthorizationCode>.NewKey("1.");
        _codes.Add(key, code);
        return key;
    }

    public AuthorizationCode? Find(string code, out bool ended) => _codes.Find(code, out ended);
}
