#!/usr/bin/env bash
# Makes a Debian 13 (trixie) tree in the cache with az 2.74 and kubectl 1.32: the tests run both from there. Done once; later runs find it.
# Usage: scripts/install-trixie-clients.sh   (prints the tree's path)
set -euo pipefail
source "$(dirname "$0")/common.sh"

tree=$cache/trixie
marker=$tree/verditer-ready
if [ -f "$marker" ]; then
  echo "$tree"
  exit 0
fi

[ "$(id -u)" = 0 ] || die "making a Debian 13 tree needs root (debootstrap, chroot)" "run as root, or skip the az 2.74 tests"
need debootstrap debootstrap
rm -rf "$tree"
mkdir -p "$cache"
mirror=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\(http[^ ]*\) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | head -n 1 || true)
quietly "making a Debian 13 tree" debootstrap --variant=minbase trixie "$tree" "${mirror:-http://deb.debian.org/debian}"

# What the host needs to reach its package mirror (proxy, keys, names) the tree needs too.
cp /etc/apt/apt.conf.d/* "$tree/etc/apt/apt.conf.d/" 2>/dev/null || true
[ ! -f /etc/apt/apt.conf ] || cp /etc/apt/apt.conf "$tree/etc/apt/"
cp -L /etc/resolv.conf /etc/hosts "$tree/etc/" 2>/dev/null || true
mkdir -p "$tree/etc/ssl/certs"
cp -L /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/" 2>/dev/null || true

# Only what az runs with: no documentation, no compiled Python, no services started.
cat >"$tree/etc/dpkg/dpkg.cfg.d/verditer" <<'CFG'
force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
CFG
printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
chmod +x "$tree/usr/sbin/policy-rc.d"
chroot "$tree" dpkg-divert --quiet --local --rename --add /usr/bin/py3compile
ln -sf /bin/true "$tree/usr/bin/py3compile"

install='DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends'
quietly "installing az 2.74 and kubectl in it" chroot "$tree" sh -c "apt-get update -q && $install azure-cli python3-pip openssh-client && $install kubernetes-client"
rm -rf "$tree"/var/cache/apt/archives/*.deb "$tree"/var/lib/apt/lists/*
touch "$marker"
echo "$tree"
