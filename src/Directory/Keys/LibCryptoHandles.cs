using Microsoft.Win32.SafeHandles;

namespace Verditer.Directory;

/// <summary>A private key in OpenSSL's memory.</summary>
internal sealed class PrivateKeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}

/// <summary>What OpenSSL needs to sign with one key; used by one thread at a time.</summary>
internal sealed class SigningContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
