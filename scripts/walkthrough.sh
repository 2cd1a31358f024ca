# The founding document's steps. Sourced by quickstart.sh, in the environment of "verditer env".

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

title "Register the feature, then the provider again"
step 'az feature register --name MSIPreview --namespace Microsoft.ContainerService -o table'
awaited "az feature list -o table --query \"[?contains(name, 'Microsoft.ContainerService/MSIPreview')].{Name:name,State:properties.state}\"" '  Registered'
step 'az provider register --namespace Microsoft.ContainerService'
awaited 'az provider show --namespace Microsoft.ContainerService --query registrationState -o tsv' '^Registered'
refused 'az feature unregister --name MSIPreview --namespace Microsoft.ContainerService' unregister

title "An identity of its own, and a role for it"
step 'az group create --name myResourceGroup --location westus2 -o table'
step 'az identity create -g myResourceGroup -n mine --query "{name:name,principalId:principalId,clientId:clientId}"'
step 'az resource list -g myResourceGroup -o table'
refused 'az aks create -g myResourceGroup -n MyManagedCluster --enable-managed-identity' 'clusters are not made yet'
step 'az identity delete -g myResourceGroup -n mine'
step 'az group delete -n myResourceGroup --yes'
refused 'az group show -n myResourceGroup' 'could not be found'
