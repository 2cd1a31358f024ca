#!/usr/bin/env bash
# Renews the list of Azure's built-in roles from what Azure itself answers, on standard input:
#   az role definition list --query "[?roleType=='BuiltInRole']" --output json | scripts/built-in-roles.sh
# One line a permission, fields parted by tabs: id, name, description, actions, notActions, dataActions, notDataActions (each parted by blanks), condition.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)

jq -r '
  def actions: map(gsub("^\\s+|\\s+$"; "")) | join(" ");
  sort_by(.roleName)[] | . as $role
  | (if (.permissions | length) == 0 then [{}] else .permissions end)[]
  | [ ($role.name | ascii_downcase), $role.roleName, ($role.description | gsub("\\s+"; " ")),
      (.actions // [] | actions), (.notActions // [] | actions), (.dataActions // [] | actions), (.notDataActions // [] | actions), (.condition // "") ]
  | join("\t")' > "$root/src/Authorization/Roles/built-in-roles.tsv"
