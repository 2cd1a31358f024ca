#!/usr/bin/env bash
# Publishes Verditer as one native file and prints its path. Does nothing when no source changed since.
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"
source "$root/scripts/build.sh"
publish_verditer
echo "$native_bin"
