#!/usr/bin/env bash
# Installs what nodes with real containers need (verditer up --engine containers), and what their tests use.
# Usage: scripts/containers.sh     says whether everything is there
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"

need containerd containerd
need runc runc
need ip iproute2
need nft nftables
need nsenter util-linux
need_file /usr/lib/cni/bridge containernetworking-plugins
need_file /bin/busybox busybox-static
say "nodes with containers can be run here"
