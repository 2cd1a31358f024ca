#!/usr/bin/env bash
# Sends generated input to what reads the words of strangers, longer than the tests do: nothing may crash, answer 500 or hang. An input that fails is shrunk and printed with its seed
# (CsCheck_Seed=… repeats it).
# Usage: scripts/fuzz.sh [SECONDS] [TARGET]…      60 seconds for each test of each target: tokens token-endpoint graph-filter imds
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"
cd "$root"

seconds=60
if [[ ${1-} =~ ^[0-9]+$ ]]; then seconds=$1; shift; fi
targets=("$@")
[ $# -gt 0 ] || targets=(tokens token-endpoint graph-filter imds)

project_of() {
  case $1 in
    tokens | token-endpoint | graph-filter) echo Directory.Tests ;;
    imds) echo InstanceMetadata.Tests ;;
    *) die "there is no target '$1'" "the targets are tokens, token-endpoint, graph-filter, imds" ;;
  esac
}

need_dotnet
for target in "${targets[@]}"; do
  project=$(project_of "$target")
  quietly "building $project" dotnet build "test/$project" --nologo -v quiet
  say "$target: $seconds seconds for each test"
  VERDITER_FUZZ_SECONDS=$seconds dotnet run --project "test/$project" --no-build -- -noLogo -noColor -trait "fuzz=$target"
done
