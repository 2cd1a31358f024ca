#!/usr/bin/env bash
# Measures Verditer as one native file against things that run beside it on the same machine: bare Kestrel, openssl.
# Usage: bench/run.sh [start|roles|tokens|federated|metadata|reads|writes|clusters]…      all of them where none is named
# SECONDS_EACH (3) and ROUNDS (3): each figure is the best of so many rounds of so many seconds.
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/../scripts/common.sh"
source "$root/scripts/build.sh"

need openssl openssl
need wrk wrk
publish_verditer
publish_bench() { alone_building publish_native "$root/bench/$1" "$2" "$root/bench/$1"; }
publish_bench Hello hello
publish_bench Load load

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), load before the run $(cut -d' ' -f1 /proc/loadavg)"
"$root/artifacts/native/load" "$native_bin" "$root/artifacts/native/hello" "$scratch" "${SECONDS_EACH:-3}" "${ROUNDS:-3}" "$@"
