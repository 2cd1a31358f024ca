# The founding document's steps. Sourced by quickstart.sh, in the environment of "verditer env".

manifest=$work/app.yaml
cat >"$manifest" <<'YAML'
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {color: verditer}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: nginx, ports: [{containerPort: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80}]
YAML

now() { date +%s%N; }

# perform COMMAND: prints the command, runs it, prints its output and duration. Leaves its exit code in $code and its output in $output.
perform() {
  local started log=$work/output
  printf '\n$ %s\n' "$1"
  started=$(now)
  (eval "$1") >"$log" 2>&1 </dev/null &
  running=$!
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

title "Sign in, and the preview extension"
step 'verditer login'
step 'az extension add --name aks-preview'
step 'az extension update --name aks-preview'
step 'az extension list --query "[].{name:name,version:version}" -o table'

title "Without the preview feature a cluster with managed identity is refused"
step 'az group create -n before -l westus2 -o table'
refused 'az aks create -g before -n early --enable-managed-identity' MSIPreview

title "Register the feature, then the provider again"
step 'az feature register --name MSIPreview --namespace Microsoft.ContainerService -o table'
awaited "az feature list -o table --query \"[?contains(name, 'Microsoft.ContainerService/MSIPreview')].{Name:name,State:properties.state}\"" '  Registered'
step 'az provider register --namespace Microsoft.ContainerService'
awaited 'az provider show --namespace Microsoft.ContainerService --query registrationState -o tsv' '^Registered'
refused 'az feature unregister --name MSIPreview --namespace Microsoft.ContainerService' unregister

title "A cluster with managed identities"
step 'az group create --name myResourceGroup --location westus2 -o table'
step 'az aks create -g MyResourceGroup -n MyManagedCluster --enable-managed-identity -o table'
step 'az aks get-credentials --resource-group myResourceGroup --name MyManagedCluster'
step 'kubectl get nodes'
step "kubectl apply -f $manifest"
step 'kubectl rollout status deployment/web -n shop --timeout=60s'
awaited 'kubectl get svc -n shop' '198\.1[89]\.'

title "What was made"
step 'az aks show -g myResourceGroup -n MyManagedCluster --query "{state:provisioningState,identity:identity.type,controlPlane:identity.principalId,kubelet:identityProfile.kubeletidentity.objectId,servicePrincipal:servicePrincipalProfile.clientId,nodeResourceGroup:nodeResourceGroup}"'
group=$(az aks show -g myResourceGroup -n MyManagedCluster --query nodeResourceGroup -o tsv)
control=$(az aks show -g myResourceGroup -n MyManagedCluster --query identity.principalId -o tsv)
kubelet=$(az aks show -g myResourceGroup -n MyManagedCluster --query identityProfile.kubeletidentity.objectId -o tsv)
step "az identity list -g $group --query '[].{name:name,principalId:principalId}' -o table"
step "az role assignment list --scope \$(az group show -n $group --query id -o tsv) --query '[].{principalId:principalId,role:roleDefinitionName}' -o table"
step "az resource list -g $group -o table"
address=$(kubectl get svc web -n shop -o jsonpath='{.status.loadBalancer.ingress[0].ip}')
roles=$output

title "A cluster on a service principal stays one"
step "(umask 077; az ad sp create-for-rbac --skip-assignment --name walkthrough >$work/sp.json)"
client=$(sed -n 's/.*"appId": "\(.*\)".*/\1/p' "$work/sp.json")
secret=$(sed -n 's/.*"password": "\(.*\)".*/\1/p' "$work/sp.json")
step 'az aks create -g myResourceGroup -n Old --service-principal $client --client-secret $secret -o table'
refused 'az aks update -g myResourceGroup -n Old --enable-managed-identity --yes' 'managed identity'

title "Deleting the cluster takes its identity and its node resource group along"
step 'az aks delete -g myResourceGroup -n MyManagedCluster --yes'
refused "az group show -n $group" 'could not be found'
refused "az ad sp show --id $control" 'does not exist'

cat <<TXT

== What this was
Managed cluster        MyManagedCluster (deleted again)
Node resource group    $group
Control-plane identity $control   system-assigned: born and gone with the cluster
Kubelet identity       $kubelet   user-assigned, on the nodes
Load balancer          kubernetes, serving $address
Roles at the node resource group:
$roles
TXT
