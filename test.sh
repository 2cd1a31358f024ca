#!/usr/bin/env bash
# Builds everything and runs all tests. Ends with one line: N passed, N failed.
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/scripts/common.sh"

cd "$root"
say "Getting ready"
need_dotnet
need az azure-cli
need kubectl kubernetes-client
need ssh-keygen openssh-client
need curl curl
quietly "building" dotnet build Verditer.slnx --nologo -v quiet

passed=0 failed=0 skipped=0 broken=
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for project in test/*/*.csproj; do
  grep -q '<IsTestProject>false' "$project" && continue
  name=$(basename "$project" .csproj)
  log=$results/$name.log
  code=0
  quietly "$name" sh -c "dotnet run --project '$project' --no-build -- -noLogo -noColor >'$log' 2>&1" || code=$?
  # "Verditer.Core.Tests  Total: 18, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.2s"
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed:' "$log" | tail -n 1)
  number() { sed -n "s/.*$1: \([0-9]*\).*/\1/p" <<<"$summary"; }
  if [ -z "$summary" ]; then
    broken="$broken $name"
    failed=$((failed + 1))
  else
    passed=$((passed + $(number Total) - $(number Failed) - $(number Errors) - $(number Skipped)))
    failed=$((failed + $(number Failed) + $(number Errors)))
    skipped=$((skipped + $(number Skipped)))
  fi
  grep -E '\[SKIP\]' -A 1 "$log" || true
  if [ "$code" -ne 0 ] || [ -z "$summary" ]; then cat "$log"; fi
done

[ -z "$broken" ] || say "ended without a summary:$broken"
[ "$skipped" = 0 ] || say "$skipped skipped, for the reasons printed above"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
