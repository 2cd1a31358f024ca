# Builds the verditer command for this checkout. Sourced, not run, after common.sh. Sets verditer_bin and native_bin.

verditer_bin=$root/artifacts/verditer/verditer
native_bin=$root/artifacts/native/verditer

# is_built FILE STAMP FOLDER…: the file is there, and nothing in these folders is newer than when it was last built.
is_built() {
  local file=$1 stamp=$2
  shift 2
  [ -x "$file" ] && [ -f "$stamp" ] && [ -z "$(find "$@" "$root"/*.props "$root"/*.targets \
      \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# alone_building COMMAND…: two builds at once in one checkout would spoil each other. What COMMAND starts must not keep descriptor 9 open.
alone_building() {
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/lock"
  flock 9
  rm -rf "$root"/artifacts/publish.* "$root"/artifacts/stamp.*
  "$@"
  exec 9>&-
}

build_verditer() { alone_building build_jit; }

publish_verditer() { alone_building publish_native "$root/src/Cli" verditer "$root/src" "$root/build"; }

# Builds only when a source is newer than what was built last.
build_jit() {
  need_dotnet
  local stamp=$root/artifacts/verditer.stamp
  if is_built "$verditer_bin" "$stamp" "$root/src" "$root/build"; then return 0; fi
  local started
  started=$(mktemp "$root/artifacts/stamp.XXXXXX")
  quietly "building Verditer" dotnet publish "$root/src/Cli" -c Release -p:PublishAot=false -o "$root/artifacts/verditer" --nologo -v quiet 9>&-
  mv "$started" "$stamp"
}

# publish_native PROJECT COMMAND SOURCE…: artifacts/native/COMMAND, one native file, when a source is newer than it. A warning is an error.
publish_native() {
  local project=$1 command=$2 started made stamp=$root/artifacts/$2.native-stamp
  shift 2
  if is_built "$root/artifacts/native/$command" "$stamp" "$@"; then return 0; fi
  need_dotnet
  need_linker
  mkdir -p "$root/artifacts/native"
  started=$(mktemp "$root/artifacts/stamp.XXXXXX")
  made=$(mktemp -d "$root/artifacts/publish.XXXXXX")
  quietly "building $command as one native file" dotnet publish "$project" -c Release -r "$(native_runtime)" -o "$made" --nologo -v quiet 9>&-
  mv "$made/$command" "$root/artifacts/native/$command"
  rm -rf "$made"
  mv "$started" "$stamp"
}

# The native compiler takes clang or gcc to link.
need_linker() {
  if ! command -v clang >/dev/null; then
    need gcc gcc
    need_file /usr/include/stdlib.h libc6-dev
  fi
  need objcopy binutils
}

native_runtime() {
  case $(uname -m) in
    aarch64) echo linux-arm64 ;;
    *) echo linux-x64 ;;
  esac
}
