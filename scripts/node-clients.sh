#!/usr/bin/env bash
# Sets up Azure's SDK for Node in the cache, for tests: nothing of it comes into the checkout.
# Usage: scripts/node-clients.sh     prints the folder that NODE_PATH must name
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"

# The newest that Debian 12's Node (18) runs.
packages=(@azure/identity@4.8.0 @azure/arm-resources@5.2.0)
folder=$cache/node

mkdir -p "$cache"
need flock util-linux
exec 9>"$cache/node.lock"
flock 9
if [ "$(cat "$folder/recipe" 2>/dev/null)" != "${packages[*]}" ]; then
  need node nodejs 9>&-
  need npm npm 9>&-
  rm -rf "$folder" "$folder.new"
  mkdir -p "$folder.new"
  quietly "${packages[*]}" npm install --prefix "$folder.new" --cache "$cache/npm" --no-audit --no-fund "${packages[@]}" 9>&-
  echo "${packages[*]}" >"$folder.new/recipe"
  mv "$folder.new" "$folder"
fi
echo "$folder/node_modules"
