#!/usr/bin/env bash
# The founding walkthrough, with the real az and kubectl, against a Verditer on a throw-away state folder.
# Usage: ./quickstart.sh [--keep]     --keep leaves Verditer and its state running at the end
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/scripts/common.sh"
source "$root/scripts/build.sh"

keep=
case "${1:-}" in
  "") ;;
  --keep) keep=1 ;;
  *) die "unknown option $1" "usage: ./quickstart.sh [--keep]" ;;
esac

say "Getting ready"
need_clients
build_verditer

# Everything lives in one folder: the state, a HOME of its own with its own ssh key, az's and kubectl's configuration.
work=$(mktemp -d "${TMPDIR:-/tmp}/verditer-quickstart.XXXXXX")
export HOME=$work/home VERDITER_STATE=$work/state
mkdir -p "$HOME/.ssh"
chmod 700 "$HOME/.ssh"
ssh-keygen -q -t rsa -b 2048 -N '' -f "$HOME/.ssh/id_rsa"
PATH=$(dirname "$verditer_bin"):$PATH

finish() {
  local code=$?
  trap - EXIT INT TERM
  [ -z "${running:-}" ] || kill -- "-$running" 2>/dev/null || true
  if [ -z "$keep" ] || [ "$code" -ne 0 ]; then
    verditer down >/dev/null 2>&1 || true
    rm -rf "$work"
  fi
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

verditer up --detach --port 0 >&2
eval "$(verditer env)"
say ""
source "$root/scripts/walkthrough.sh"

if [ -n "$keep" ]; then
  cat <<TXT

Verditer is still running, in $work. To go on with it:
  export VERDITER_STATE=$VERDITER_STATE; eval "\$($verditer_bin env)"
To stop it and remove everything: $verditer_bin down; rm -r $work
TXT
else
  cat <<'TXT'

All of this was in a throw-away folder and is gone. To go on with a Verditer of your own:
  ./verditer up --detach        start it (its state survives down and up)
  eval "$(./verditer env)"      point this shell's az, kubectl and SDKs at it
  ./verditer login              sign az in as the bootstrap principal
TXT
fi
