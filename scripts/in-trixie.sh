#!/bin/sh
# Runs one command of the Debian 13 tree that az-trixie.sh made, as if it were installed here: same environment, folder, files, streams, exit code.
# Usage: in-trixie.sh TREE COMMAND [ARGUMENT…]
#
# The machine's folders are mounted into the tree in a mount namespace of this command's own: they are gone when it ends, however it ends, and no
# other process ever sees them. So removing the tree cannot reach the machine's files.
set -eu

if [ "${in_trixie_stage:-}" != inside ]; then
  if [ "$(id -u)" = 0 ]; then own=; else own=--map-root-user; fi
  in_trixie_stage=inside exec unshare $own --mount --propagation private "$0" "$@"
fi

tree=$1
shift
unset in_trixie_stage
for folder in /*; do
  case $folder in /bin | /sbin | /lib* | /usr | /etc | /boot | /lost+found) continue ;; esac
  if [ -d "$folder" ] && [ ! -L "$folder" ] && [ -d "$tree$folder" ]; then mount --rbind "$folder" "$tree$folder"; fi
done
for file in /etc/hosts /etc/resolv.conf /etc/passwd /etc/group; do
  if [ -f "$tree$file" ]; then mount --bind "$file" "$tree$file"; fi
done

# The machine's own Python and libraries do not fit another system's.
unset PYTHONHOME PYTHONPATH LD_LIBRARY_PATH LD_PRELOAD
export PYTHONWARNINGS=ignore
folder=$(pwd)
exec chroot "$tree" /bin/sh -c 'cd "$0" 2>/dev/null || cd /; exec "$@"' "$folder" "$@"
