#!/usr/bin/env bash
# Builds everything and runs all tests. Whatever happens, it ends with one line: N passed, N failed.
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/scripts/common.sh"
cd "$root"

case ${1-} in
  '') ;;
  -h | --help)
    echo "Usage: ./test.sh      builds everything, runs all tests (some minutes), and ends with one line: N passed, N failed"
    echo "One project alone:    dotnet run --project test/Directory.Tests      (-- -class NAME for one class, -- -? for more)"
    exit 0
    ;;
  *)
    echo "test.sh takes no arguments: it runs all tests. ./test.sh --help shows how to run some of them." >&2
    exit 2
    ;;
esac

at_once=2          # test projects that run at the same time
longest=15m        # for one test project
passed=0 failed=0 skipped=0 complete=
results=$(mktemp -d)

finish() {
  if [ -z "$complete" ]; then
    failed=$((failed + 1))
    say "stopped before the end"
  fi
  cat "$results"/*.pid 2>/dev/null | xargs -r kill 2>/dev/null || true
  wait || true
  rm -rf "$results"
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] || exit 1
}
trap finish EXIT

# A project that cannot be counted by its tests counts as one failure, for this reason.
broken() {
  failed=$((failed + 1))
  say "  $1: $2"
  cat "$results/$1.log" >&2
}

# What a solution that does not build leaves: each test project is built by itself, so that those that can be run are run.
build_each() {
  local name
  for project in "${projects[@]}"; do
    name=$(basename "$project" .csproj)
    dotnet build "$project" --nologo -v quiet >"$results/$name.log" 2>&1 || { broken "$name" "does not compile"; touch "$results/$name.broken"; }
  done
  ls "$results"/*.broken >/dev/null 2>&1 || { failed=$((failed + 1)); say "  the solution does not build, though every test project does"; }
}

start() {
  local name code=0
  name=$(basename "$1" .csproj)
  touch "$results/$name.running"
  (
    SECONDS=0
    timeout "$longest" dotnet "$(dirname "$1")/bin/Debug/net10.0/$name.dll" -noLogo -noColor >"$results/$name.log" 2>&1 &
    echo $! >"$results/$name.pid"
    wait $! || code=$?
    rm "$results/$name.pid"
    echo "$code $SECONDS" >"$results/$name.end"
    mv "$results/$name.running" "$results/$name.ended"
  ) &
}

# "Verditer.Core.Tests  Total: 18, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.2s"
count() {
  local name=$1 log=$results/$1.log code seconds summary bad total
  read -r code seconds <"$results/$name.end"
  rm "$results/$name.ended"
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed:' "$log" | tail -n 1) || true
  number() { sed -n "s/.*$1: \([0-9]*\).*/\1/p" <<<"$summary"; }
  [ "$code" != 124 ] || { broken "$name" "did not end within $longest"; return; }
  [ -n "$summary" ] || { broken "$name" "ended without a summary (exit code $code)"; return; }
  total=$(number Total) bad=$(($(number Failed) + $(number Errors)))
  [ "$total" != 0 ] || { broken "$name" "has no tests"; return; }
  [ "$bad" != 0 ] || [ "$code" = 0 ] || { broken "$name" "ended with exit code $code though no test failed"; return; }

  passed=$((passed + total - bad - $(number Skipped)))
  failed=$((failed + bad))
  skipped=$((skipped + $(number Skipped)))
  progress_done "$name: $((total - bad - $(number Skipped))) passed, $bad failed, $(number Skipped) skipped" "$seconds"
  grep -E '\[SKIP\]' -A 1 "$log" >&2 || true
  [ "$bad" = 0 ] || cat "$log" >&2
}

# Waits until at most so many projects are running, and counts those that have ended meanwhile.
until_running() {
  local marks names
  while true; do
    for marks in "$results"/*.ended; do [ ! -e "$marks" ] || count "$(basename "$marks" .ended)"; done
    names=$(cd "$results" && ls -- *.running 2>/dev/null | sed 's/\.running$//' | paste -sd' ') || true
    [ "$(wc -w <<<"$names")" -gt "$1" ] || return 0
    progress "$names" "$SECONDS"
    sleep 0.2
  done
}

say "Getting ready"
need_dotnet
need_clients

projects=()
for project in test/*/*.csproj; do
  grep -q '<IsTestProject>false' "$project" || projects+=("$project")
done

quietly "building" dotnet build Verditer.slnx --nologo -v quiet || build_each
# What the end-to-end tests run; where this fails, they say so.
scripts/publish.sh >/dev/null || true
scripts/az-trixie.sh >/dev/null || true
scripts/browser.sh >/dev/null || true
for project in "${projects[@]}"; do
  name=$(basename "$project" .csproj)
  [ ! -e "$results/$name.broken" ] || continue
  # The end-to-end tests use whole programs and want the machine for themselves.
  if [ "$name" = Verditer.EndToEnd ]; then last=$project; continue; fi
  until_running $((at_once - 1))
  start "$project"
done
until_running 0
if [ -n "${last:-}" ]; then
  start "$last"
  until_running 0
fi

[ "$skipped" = 0 ] || say "$skipped skipped, for the reasons printed above"
complete=yes
