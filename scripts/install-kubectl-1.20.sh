#!/usr/bin/env bash
# Takes Debian 12's kubectl (1.20) out of its package into the cache, beside whatever kubectl is installed. Prints its path.
set -euo pipefail
source "$(dirname "$0")/common.sh"

target=$cache/kubectl-1.20/kubectl
if [ ! -x "$target" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  chmod 755 "$work"
  cd "$work"
  apt-cache show kubernetes-client >/dev/null 2>&1 || quietly "reading Debian's package lists" as_root apt-get update -q
  quietly "fetching Debian's kubectl" apt-get download -q kubernetes-client
  dpkg -x kubernetes-client_*.deb tree
  mkdir -p "$(dirname "$target")"
  mv tree/usr/bin/kubectl "$target"
fi
echo "$target"
