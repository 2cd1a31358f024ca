#!/usr/bin/env bash
# Sets up az 2.74 and kubectl 1.32 from Debian 13 (trixie) beside whatever this machine has, for tests. Nothing of the machine itself is changed.
# Usage: scripts/az-trixie.sh     prints the folder with the commands az and kubectl
# Where from: VERDITER_DEBIAN_MIRROR, or the Debian mirror that this machine's apt uses, or deb.debian.org.
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"

recipe=2
tree=$cache/trixie
bin=$cache/trixie-bin
packages=(azure-cli kubernetes-client ca-certificates python3-pip)
room_needed=3000000

mirror() {
  if [ -n "${VERDITER_DEBIAN_MIRROR:-}" ]; then
    echo "$VERDITER_DEBIAN_MIRROR"
  else
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n 1 \
      | grep . || echo http://deb.debian.org/debian
  fi
}

# Mounts that debootstrap makes, and any that are left when it is killed, are seen by nobody else.
alone() { as_root unshare --mount --propagation private "$@"; }

remove_tree() { [ ! -e "$1" ] || alone rm -rf --one-file-system "$1"; }

write() { as_root tee "$1" >/dev/null; }

# What makes the installation small and quick: no documentation, no byte code in advance, no waiting for the disk, no services.
prepare() {
  local etc=$1/etc
  write "$etc/dpkg/dpkg.cfg.d/verditer" <<'TXT'
force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/info/*
TXT
  write "$etc/apt/apt.conf.d/90verditer" <<'TXT'
APT::Install-Recommends "false";
Acquire::Languages "none";
TXT
  apt-config dump 2>/dev/null | grep -iE '^Acquire::https?::Proxy' | write "$etc/apt/apt.conf.d/91proxy" || true
  write "$1/usr/sbin/policy-rc.d" <<<$'#!/bin/sh\nexit 101'
  as_root chmod 755 "$1/usr/sbin/policy-rc.d"
  as_root chroot "$1" dpkg-divert --local --rename --quiet --add /usr/bin/py3compile
  as_root ln -s /bin/true "$1/usr/bin/py3compile"
  as_root cp /etc/resolv.conf /etc/hosts "$etc/"
}

install_in() {
  as_root chroot "$1" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get install -q -y "${packages[@]}"
  as_root chroot "$1" apt-get clean
  as_root sh -c "rm -rf '$1'/var/lib/apt/lists/*"
}

# The wrapper's mount points: each of this machine's folders that is not the system's own.
mount_points() {
  local folder
  for folder in /*/; do as_root mkdir -p "$1$folder"; done
}

# The first use of a command compiles it (6 s); later ones find it compiled.
warm() {
  local command
  for command in version 'login -h' 'group -h' 'identity -h' 'role assignment -h' 'network vnet -h' 'aks create -h' 'acr -h' 'feature -h'; do
    AZURE_CONFIG_DIR=$1/az HOME=$1 "$bin/az" $command
  done
}

set_up() {
  local new=$tree.new site
  site=$(mirror)
  remove_tree "$new"
  remove_tree "$tree"
  [ "$(df --output=avail "$cache" | tail -n 1)" -ge "$room_needed" ] || die "less than 3 GB are free in $cache" "set VERDITER_CACHE to a folder with more room"
  quietly "Debian 13 from $site" alone debootstrap --variant=minbase --include=ca-certificates \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg trixie "$new" "$site"
  prepare "$new"
  quietly "installing az and kubectl in it" install_in "$new"
  mount_points "$new"
  write "$new/recipe" <<<"$recipe"
  as_root mv "$new" "$tree"
}

# The commands lie beside the tree, and so does what they run: they outlive the checkout that wrote them.
write_wrappers() {
  local command
  mkdir -p "$bin"
  cp "$root/scripts/in-trixie.sh" "$bin/in-trixie.new"
  mv "$bin/in-trixie.new" "$bin/in-trixie"
  for command in az kubectl; do
    cat >"$bin/$command.new" <<TXT
#!/bin/sh
exec "$bin/in-trixie" "$tree" /usr/bin/$command "\$@"
TXT
    chmod 755 "$bin/$command.new"
    mv "$bin/$command.new" "$bin/$command"
  done
}

mkdir -p "$cache"
need flock util-linux
exec 9>"$cache/trixie.lock"
flock 9
if [ "$(cat "$tree/recipe" 2>/dev/null)" != "$recipe" ]; then
  need debootstrap debootstrap
  need_file /usr/share/keyrings/debian-archive-keyring.gpg debian-archive-keyring
  set_up 9>&-
  write_wrappers
  scratch=$(mktemp -d)
  quietly "first use of az" warm "$scratch" 9>&-
  rm -rf "$scratch"
else
  write_wrappers
fi
echo "$bin"
