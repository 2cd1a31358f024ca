# Shared by the scripts: where caches live, how to say what is going on, how to install Debian packages. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${VERDITER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/verditer}

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 NUGET_XMLDOC_MODE=skip

say() { printf '%s\n' "$*" >&2; }

die() { say "error: $1"; [ $# -lt 2 ] || say "  $2"; exit 1; }

# quietly NAME COMMAND…: runs a command, shows that it is at work once it takes longer than a second, and its output only when it fails.
quietly() {
  local name=$1 log started pid
  shift
  log=$(mktemp)
  started=$SECONDS
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - started)) -ge 1 ]; then progress "$name" $((SECONDS - started)); fi
  done
  if wait "$pid"; then
    progress_done "$name" $((SECONDS - started))
    rm -f "$log"
  else
    local code=$?
    progress_done "$name (failed)" $((SECONDS - started))
    tail -n 40 "$log" >&2
    rm -f "$log"
    return "$code"
  fi
}

# On a terminal one line that counts the seconds; elsewhere a line every ten seconds.
progress() {
  if [ -t 2 ]; then
    printf '\r\033[K  %s … %ss' "$1" "$2" >&2
  elif [ $(($2 % 10)) -eq 0 ] && [ "${progress_last:-}" != "$1$2" ]; then
    progress_last=$1$2
    say "  $1 … ${2}s"
  fi
}

progress_done() {
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  say "  $1: ${2}s"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "installing Debian packages needs root" "run as root: apt-get install $*"
  fi
}

install_package() {
  command -v apt-get >/dev/null || die "$2 is not there" "install it (on Debian it is in the package $1) and run this again"
  if [ -z "${apt_updated:-}" ]; then
    quietly "reading Debian's package lists" as_root apt-get update -q
    apt_updated=1
  fi
  quietly "installing $1" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$1"
}

# need COMMAND PACKAGE: installs a Debian package where its command is missing.
need() {
  command -v "$1" >/dev/null && return 0
  install_package "$2" "$1"
  command -v "$1" >/dev/null || die "$1 is still missing after installing $2"
}

# need_file FILE PACKAGE: the same for a file.
need_file() {
  [ -e "$1" ] || install_package "$2" "$1"
}

# What the walkthrough and the tests use: az and kubectl where there is none, and what az itself needs to install an extension.
need_clients() {
  need az azure-cli
  need kubectl kubernetes-client
  need ssh-keygen openssh-client
  need curl curl
  # Debian's az runs pip by Debian's python and does not depend on it.
  if [ "$(dpkg-query -W -f '${Package}' azure-cli 2>/dev/null)" = azure-cli ] && ! /usr/bin/python3 -c 'import pip' 2>/dev/null; then
    install_package python3-pip pip
  fi
}

need_dotnet() {
  command -v dotnet >/dev/null || die "the .NET 10 SDK is not installed" "get it from https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --list-sdks | grep -q '^10\.' || die "the .NET SDK found is not version 10 ($(dotnet --version 2>/dev/null))" "get it from https://dotnet.microsoft.com/download/dotnet/10.0"
}
