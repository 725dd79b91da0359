#!/usr/bin/env bash
# Installs Prism, which mocks an API from its OpenAPI document, for test_prism.py; prints where it is.
# It goes into a cache folder outside of the repository: it is no dependency of the project.
set -euo pipefail
VERSION=5.14.2
folder="${PRISM_HOME:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/scorecard-action/prism-$VERSION}"
prism="$folder/node_modules/.bin/prism"
if [ ! -x "$prism" ]; then
    command -v npm >/dev/null || { echo "npm is needed to install Prism (apt-get install npm)" >&2; exit 1; }
    mkdir -p "$folder"
    npm install --silent --no-save --no-audit --no-fund --prefix "$folder" "@stoplight/prism-cli@$VERSION" >&2
fi
echo "$prism"
