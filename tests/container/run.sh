#!/usr/bin/env bash
# Builds the image from the Dockerfile and tests it by running it, without a daemon.
#
#   tests/container/run.sh                       on a base made from Debian's packages (needs debootstrap)
#   BASE_IMAGE=NAME tests/container/run.sh       on an image that buildah can pull, such as the Dockerfile's default
#
# Needs root, buildah and the tests' .venv (`make test` makes it). DEBIAN_MIRROR names a mirror where
# apt's own configuration does not. What debootstrap unpacked is kept in $SCORECARD_CI_CACHE.
set -euo pipefail
cd "$(dirname "$0")/../.."

suite=trixie # its python3 is 3.13, as in the Dockerfile's default base
packages=ca-certificates,python3,python3-pip
cache=${SCORECARD_CI_CACHE:-${XDG_CACHE_HOME:-/var/cache}/scorecard-action-ci}
image=localhost/scorecard-action:test

work=$(mktemp -d)
buildah() { command buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs "$@"; }
cleanup() {
    buildah rm --all >/dev/null 2>&1 || true
    rm -rf --one-file-system "$work"
}
trap cleanup EXIT

twice() { "$@" || { echo "once more: $*" >&2; sleep 10; "$@"; }; }

mirror() {
    if [ -n "${DEBIAN_MIRROR:-}" ]; then echo "$DEBIAN_MIRROR"; return; fi
    # shellcheck disable=SC2016 # apt-get fills these in
    apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' 'Created-By: Packages' |
        awk '$2 == "Debian" && $3 == "Debian" { print $1; exit }'
}

unpack() { # unpack FOLDER: a minimal Debian with Python and pip
    local from
    from=$(mirror)
    [ -n "$from" ] || { echo "apt knows no Debian mirror: set DEBIAN_MIRROR, or BASE_IMAGE" >&2; return 1; }
    rm -rf "$1"
    debootstrap --variant=minbase --include="$packages" "$suite" "$1" "$from" >"$work/debootstrap.log" 2>&1 ||
        { tail -20 "$work/debootstrap.log" >&2; return 1; }
}

stand_in() { # a base image that can reach the package index as this machine does
    local archive=$cache/$suite-${packages//,/-}.tar certificates container root setting value
    if [ ! -f "$archive" ]; then
        twice unpack "$work/debian"
        mkdir -p "$cache"
        tar -C "$work/debian" --exclude=./proc/* --exclude=./sys/* --exclude=./dev/* \
            --exclude=./var/cache/apt/* --exclude=./var/lib/apt/lists/* --exclude=./usr/share/doc/* \
            --exclude=./usr/share/locale/* --exclude=./usr/share/man/* -cf "$archive.new" .
        mv "$archive.new" "$archive"
        rm -rf --one-file-system "$work/debian"
    fi
    container=$(buildah from scratch)
    root=$(buildah mount "$container")
    tar -C "$root" -xf "$archive"
    certificates=${PIP_CERT:-${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}}
    cp --dereference "$certificates" "$root/etc/ssl/certs/ca-certificates.crt"
    printf '[global]\n' >"$root/etc/pip.conf"
    for setting in index-url trusted-host; do
        if value=$("$python" -m pip config get "global.$setting" 2>/dev/null); then
            printf '%s = %s\n' "$setting" "$value" >>"$root/etc/pip.conf"
        fi
    done
    buildah config --env PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
        --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd python3 "$container"
    buildah commit --quiet --rm "$container" localhost/stand-in-base >/dev/null
}

python=$PWD/.venv/bin/python
pull=()
if [ -z "${BASE_IMAGE:-}" ]; then
    stand_in
    BASE_IMAGE=localhost/stand-in-base
    pull=(--pull-never)
fi
buildah bud --isolation chroot "${pull[@]}" --quiet --build-arg BASE_IMAGE="$BASE_IMAGE" --tag "$image" . ||
    { echo "the image could not be built" >&2; exit 1; }

buildah images --format '{{.Name}}: {{.Size}}' | sort -u

SCORECARD_IMAGE=$image SCORECARD_BASE=$BASE_IMAGE SCORECARD_STORAGE=$work/storage SCORECARD_RUNROOT=$work/run \
    "$python" -m pytest tests/container/*_checks.py -rs
