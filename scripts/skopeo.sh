#!/usr/bin/env bash
# Prints the folder of skopeo, a client of container registries, for tests; installs Debian's where there is none.
# Usage: scripts/skopeo.sh
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"

mkdir -p "$cache"
need flock util-linux
exec 9>"$cache/skopeo.lock"
flock 9
need skopeo skopeo 9>&-
dirname "$(command -v skopeo)"
