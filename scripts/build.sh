# Builds the verditer command for this checkout. Sourced, not run, after common.sh. Sets verditer_bin.

verditer_bin=$root/artifacts/verditer/verditer

# Builds only when a source is newer than what was built last.
build_verditer() {
  need_dotnet
  local stamp=$root/artifacts/verditer.stamp
  if [ -x "$verditer_bin" ] && [ -f "$stamp" ] && [ -z "$(find "$root/src" "$root/build" "$root"/*.props "$root"/*.targets \
      \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit 2>/dev/null)" ]; then
    return 0
  fi
  mkdir -p "$root/artifacts"
  local started
  started=$(mktemp "$root/artifacts/stamp.XXXXXX")
  quietly "building Verditer" dotnet publish "$root/src/Cli" -c Release -p:PublishAot=false -o "$root/artifacts/verditer" --nologo -v quiet
  mv "$started" "$stamp"
}
