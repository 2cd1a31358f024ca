#!/usr/bin/env bash
# Installs Debian's chromium for tests of pages, and what makes it trust an authority of a test's own.
# Usage: scripts/browser.sh     prints the path of the browser
set -euo pipefail
source "$(dirname "$(readlink -f "$0")")/common.sh"

need chromium chromium
need certutil libnss3-tools
command -v chromium
