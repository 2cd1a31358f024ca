#!/usr/bin/env bash
# Builds the verditer command and prints its path: one native file, or with --jit the quicker build for daily work. Does nothing when no source changed since.
# Usage: scripts/publish.sh [--jit]
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"
source "$root/scripts/build.sh"

case "${1:-}" in
  "")
    publish_verditer
    echo "$native_bin"
    ;;
  --jit)
    build_verditer
    echo "$verditer_bin"
    ;;
  *) die "unknown option $1" "usage: scripts/publish.sh [--jit]" ;;
esac
