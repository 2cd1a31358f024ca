# The founding document's steps. Sourced by quickstart.sh, in the environment of "verditer env".

now() { date +%s%N; }

# perform COMMAND: prints the command, runs it, prints its output and duration. Leaves its exit code in $code and its output in $output.
perform() {
  local started log=$work/output
  printf '\n$ %s\n' "$1"
  started=$(now)
  # A process group of its own, so that Ctrl-C ends the command with all that it has started.
  set -m
  (eval "$1") >"$log" 2>&1 </dev/null &
  running=$!
  set +m
  while kill -0 "$running" 2>/dev/null; do
    sleep 0.1
    local took=$((($(now) - started) / 1000000000))
    if [ "$took" -ge 1 ] && [ -t 2 ]; then printf '\r\033[K  … %ss' "$took" >&2; fi
  done
  code=0
  wait "$running" || code=$?
  running=
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  output=$(cat "$log")
  [ -z "$output" ] || printf '%s\n' "$output"
  printf '  [%d.%01d s]\n' $((($(now) - started) / 1000000000)) $(((($(now) - started) / 100000000) % 10))
}

step() {
  perform "$1"
  [ "$code" = 0 ] || die "the command failed with exit code $code: $1"
}

# refused COMMAND WORDS: the command must fail, and its text must have the words.
refused() {
  perform "$1"
  [ "$code" != 0 ] || die "the command should have been refused: $1"
  grep -qiF -- "$2" <<<"$output" || die "the refusal does not say '$2': $1"
}

# awaited COMMAND WORDS: repeats the command until its output has the words.
awaited() {
  local tries
  for tries in $(seq 30); do
    step "$1"
    if grep -q -- "$2" <<<"$output"; then return 0; fi
    sleep 1
  done
  die "no '$2' after $tries tries: $1"
}

title() { printf '\n== %s\n' "$1"; }

# value QUERY COMMAND: one value of a command's JSON, without printing the command.
value() { eval "$2 --query '$1' -o tsv" 2>/dev/null; }

feature='Microsoft.ContainerService/MSIPreview'
nodes=MC_myResourceGroup_MyManagedCluster_westus2

title "Sign in, and the preview extension"
step 'verditer login'
AZURE_SUBSCRIPTION_ID=$(az account show --query id -o tsv)
export AZURE_SUBSCRIPTION_ID
step 'az extension add --name aks-preview'
step 'az extension update --name aks-preview'
step 'az extension list --query "[].{name:name,version:version}" -o table'

title "Before the feature is registered, a cluster with managed identity is refused"
step 'az group create -n before -l westus2 -o table'
refused 'az aks create -g before -n early --enable-managed-identity' 'Preview feature Microsoft.ContainerService/MSIPreview not registered'

title "Register the feature, then the provider again"
step 'az feature register --name MSIPreview --namespace Microsoft.ContainerService -o table'
awaited "az feature list -o table --query \"[?contains(name, '$feature')].{Name:name,State:properties.state}\"" '  Registered'
step 'az provider register --namespace Microsoft.ContainerService'
awaited 'az provider show --namespace Microsoft.ContainerService --query registrationState -o tsv' '^Registered'
refused 'az feature unregister --name MSIPreview --namespace Microsoft.ContainerService' unregister

title "A cluster with managed identities"
step 'az group create --name myResourceGroup --location westus2 -o table'
step 'az aks create -g MyResourceGroup -n MyManagedCluster --enable-managed-identity --query "{state:provisioningState,kubernetes:currentKubernetesVersion,fqdn:fqdn}"'
step 'az aks get-credentials --resource-group myResourceGroup --name MyManagedCluster'
step 'kubectl get nodes'

title "kubectl, as on any cluster"
step "kubectl apply -f '$root/scripts/walkthrough.yaml'"
step 'kubectl -n shop rollout status deployment/hello --timeout=60s'
awaited 'kubectl -n shop get service hello' '198\.1[89]\.'

title "What AKS has made"
step 'az aks show -g myResourceGroup -n MyManagedCluster --query "{identity:identity.type,controlPlane:identity.principalId,kubelet:identityProfile.kubeletidentity.objectId,addOns:servicePrincipalProfile.clientId,nodes:nodeResourceGroup}"'
step "az identity list -g $nodes --query '[].{name:name,principalId:principalId}' -o table"
roles="az role assignment list --scope /subscriptions/\$AZURE_SUBSCRIPTION_ID/resourceGroups/$nodes --query '[].{role:roleDefinitionName,principal:principalId}' -o table"
if eval "$roles" >/dev/null 2>&1; then
  step "$roles"
else
  # Debian 12's az 2.45 does not fit its own SDK: it fails by itself, after the answer. The same question asked another way.
  printf '\n(This az cannot print role assignments: a fault of the Debian 12 package. "az rest" asks the same.)\n'
  az rest --url "https://management.azure.com/subscriptions/$AZURE_SUBSCRIPTION_ID/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01" \
    --query 'value[].[name,properties.roleName]' -o tsv | sed 's#^\([^\t]*\)\t\(.*\)#s,/subscriptions/.*/\1,\2,#' >"$work/roles.sed"
  step "az rest --url \"https://management.azure.com/subscriptions/\$AZURE_SUBSCRIPTION_ID/resourceGroups/$nodes/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&\\\$filter=atScope()\" --query 'value[].{principal:properties.principalId,role:properties.roleDefinitionId}' -o table | sed -f \"\$work/roles.sed\""
fi
step "az resource list -g $nodes -o table"

show='az aks show -g myResourceGroup -n MyManagedCluster'
cluster_principal=$(value identity.principalId "$show")
kubelet_principal=$(value identityProfile.kubeletidentity.objectId "$show")
addon_client=$(value servicePrincipalProfile.clientId "$show")
address=$(kubectl -n shop get service hello -o 'jsonpath={.status.loadBalancer.ingress[0].ip}')
node=$(kubectl get nodes -o 'jsonpath={.items[0].metadata.name}')

title "The kubelet's identity, as its node sees it"
token_url='http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/'
perform_as_node() { verditer run --as-node "$node" -- curl -sf -H Metadata:true "$token_url"; }
kubelet_token=$(perform_as_node | sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p')
[ -n "$kubelet_token" ] || die "the node $node got no token from its metadata service"
group_url="https://management.azure.com/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups"
ask() { curl -s --cacert "$REQUESTS_CA_BUNDLE" -H "Authorization: Bearer $kubelet_token" -w '\nHTTP %{http_code}\n' "$group_url/$1?api-version=2021-04-01"; }
step "ask $nodes     # with the kubelet's token: it is Reader there"
step 'ask myResourceGroup     # and nowhere else'
grep -q AuthorizationFailed <<<"$output" || die "the kubelet's identity may read what its role does not cover"

title "A cluster on a service principal stays one"
step 'az ad sp create-for-rbac --name old --only-show-errors >"$work/sp.json"'
sp_id=$(sed -n 's/.*"appId": "\(.*\)".*/\1/p' "$work/sp.json")
sp_secret=$(sed -n 's/.*"password": "\(.*\)".*/\1/p' "$work/sp.json")
export sp_id sp_secret
step 'az aks create -g myResourceGroup -n Old --node-count 1 --service-principal "$sp_id" --client-secret "$sp_secret" --query "{state:provisioningState,identity:identity,servicePrincipal:servicePrincipalProfile.clientId}"'
refused 'az aks update -g myResourceGroup -n Old --enable-managed-identity --yes' 'Migrating the cluster to MSI cluster is not allowed'

title "Delete the cluster: its identities die with it"
step 'az aks delete -g myResourceGroup -n MyManagedCluster --yes'
refused "az group show -n $nodes" 'could not be found'
refused "az ad sp show --id $cluster_principal" 'does not exist'
step 'ask myResourceGroup     # the token that the kubelet still holds'
grep -q 'HTTP 401' <<<"$output" || die "the token of a deleted identity is still accepted"

title "What was made, and is gone again"
cat <<TXT
  control plane    system-assigned identity $cluster_principal    Contributor of $nodes
  kubelet          user-assigned identity   $kubelet_principal    Reader of $nodes
  add-ons          service principal        $addon_client    made by AKS on your behalf
  load balancer    kubernetes in $nodes, http://$address
TXT
