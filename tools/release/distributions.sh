#!/usr/bin/env bash
# Builds the sdist and the wheel of VERSION into dist, and installs the wheel once.
#
#   tools/release/distributions.sh VERSION
#
# The build backend and all else come from the locks, into an environment of its own. The same commit gives the
# same files, byte for byte: their times are the commit's.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

locked() { # locked ENVIRONMENT LOCK
    python3 -m venv "$work/$1"
    "$work/$1/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-deps --require-hashes --only-binary :all: -r "$2"
}

locked build requirements-dev.txt
rm -rf dist
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) "$work/build/bin/python" -m hatchling build --directory dist
wheel=dist/scorecard_action-$version-py3-none-any.whl
ls -l "$wheel" "dist/scorecard_action-$version.tar.gz"

locked try requirements.txt
"$work/try/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$wheel"
"$work/try/bin/python" -m pip check
cd examples/checkout
"$work/try/bin/scorecard-action" --version | grep -F "$version"
"$work/try/bin/scorecard-action" submit --dry-run
