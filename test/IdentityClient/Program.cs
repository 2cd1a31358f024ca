// Signs in by a credential of Azure.Identity and prints where a resource group is.
// Arguments: the group's id, the kind of credential, and what that kind needs.
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager;

TokenCredential credential = args[1..] switch
{
    ["default"] => new DefaultAzureCredential(),
    ["managed"] => Managed(ManagedIdentityId.SystemAssigned),
    ["client-id", var id] => Managed(ManagedIdentityId.FromUserAssignedClientId(id)),
    ["object-id", var id] => Managed(ManagedIdentityId.FromUserAssignedObjectId(id)),
    ["resource-id", var id] => Managed(ManagedIdentityId.FromUserAssignedResourceId(new ResourceIdentifier(id))),
    ["workload"] => new WorkloadIdentityCredential(),
    ["certificate", var tenant, var client, var file] => new ClientCertificateCredential(tenant, client, file),
    _ => throw new ArgumentException("no such credential"),
};
try
{
    var group = await new ArmClient(credential).GetResourceGroupResource(new ResourceIdentifier(args[0])).GetAsync();
    Console.WriteLine(group.Value.Data.Location.Name);
    return 0;
}
catch (Exception error) when (error is AuthenticationFailedException or RequestFailedException)
{
    Console.Error.WriteLine(error);
    return 1;
}

static ManagedIdentityCredential Managed(ManagedIdentityId id) => new(new ManagedIdentityCredentialOptions(id) { Retry = { MaxRetries = 1 } });
