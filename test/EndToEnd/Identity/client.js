// Signs in by a credential of @azure/identity and prints where a resource group is.
// Arguments: subscription, group, the kind of credential, and a selector where that kind has one.
const { DefaultAzureCredential, ManagedIdentityCredential, WorkloadIdentityCredential } = require("@azure/identity");
const { ResourceManagementClient } = require("@azure/arm-resources");

const [subscription, group, kind, selector] = process.argv.slice(2);
const credential = {
  default: () => new DefaultAzureCredential(),
  managed: () => new ManagedIdentityCredential(),
  "client-id": () => new ManagedIdentityCredential(selector),
  "resource-id": () => new ManagedIdentityCredential({ resourceId: selector }),
  workload: () => new WorkloadIdentityCredential(),
}[kind]();

new ResourceManagementClient(credential, subscription).resourceGroups.get(group).then(
  (found) => console.log(found.location),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
