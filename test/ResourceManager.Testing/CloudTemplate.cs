using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.ResourceManager.Testing;

/// <summary>A state file with a tenant and its administrator: made once in a process, because its signing key is what takes the time.</summary>
/// <param name="State">The bytes of the file.</param>
internal sealed record CloudTemplate(byte[] State, TestPrincipal Owner)
{
    private static readonly Lazy<Task<CloudTemplate>> Made = new(MakeAsync);

    public static Task<CloudTemplate> GetAsync() => Made.Value;

    private static async Task<CloudTemplate> MakeAsync()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("verditer-cloud-");
        try
        {
            var file = Path.Combine(folder.FullName, TestCloud.StateFile);
            var process = await CloudProcess.StartAsync(file, new VerditerClock(TestCloud.NewHostTime()), null);
            var made = await process.Services.GetRequiredService<IDirectoryAdministration>().BootstrapAsync();
            await process.StopAsync();
            return new(await File.ReadAllBytesAsync(file), TestPrincipal.WithSecret(made.TenantId, made.ClientId, made.PrincipalId, made.Secret!));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
