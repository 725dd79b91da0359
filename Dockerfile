# The base needs Python 3.11 or newer with venv and pip, and a POSIX shell.
ARG BASE_IMAGE=python:3.13.14-slim-trixie

FROM ${BASE_IMAGE} AS build
# The base's own pip installs into an environment that has none, so none is left behind. rich asks for
# pygments, whose lexers and styles are 9 MB to highlight code that nothing here shows.
RUN python3 -m venv --without-pip /opt/scorecard-action/venv
COPY requirements.txt /tmp/requirements.txt
RUN python3 -m pip --python /opt/scorecard-action/venv/bin/python3 install \
        --no-deps --require-hashes --only-binary :all: --no-cache-dir --no-compile \
        --disable-pip-version-check --root-user-action ignore \
        -r /tmp/requirements.txt \
    && python3 -m pip --python /opt/scorecard-action/venv/bin/python3 check \
    && site=$(/opt/scorecard-action/venv/bin/python3 -c 'import sysconfig; print(sysconfig.get_path("purelib"))') \
    && find "$site/pygments/lexers" "$site/pygments/styles" -name '*.py' ! -name __init__.py ! -name _mapping.py -delete \
    && echo /opt/scorecard-action/app > "$site/scorecard-action.pth" \
    && python3 -m compileall -q --invalidation-mode unchecked-hash "$site"
COPY scorecard_action /opt/scorecard-action/app/scorecard_action
COPY entrypoint.py /opt/scorecard-action/app/entrypoint.py
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /opt/scorecard-action/app/scorecard_action \
    && chmod -R a+rX,go-w /opt/scorecard-action

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="scorecard-action" \
      org.opencontainers.image.description="Turn a build's test and lint reports into Datadog Scorecards outcomes" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
# The working directory is a checkout that may be a stranger's pull request. Isolated mode keeps it,
# PYTHONPATH and the like out of the module search; -B keeps a read-only root file system quiet.
RUN printf '#!/bin/sh\nexec /opt/scorecard-action/venv/bin/python3 -I -B -X utf8 -m scorecard_action "$@"\n' \
        > /usr/local/bin/scorecard-action \
    && chmod 755 /usr/local/bin/scorecard-action
COPY --from=build /opt/scorecard-action/venv /opt/scorecard-action/venv
# Slim images come without the standard library's bytecode: this import keeps what is used compiled.
RUN /opt/scorecard-action/venv/bin/python3 -I -c \
        'import click, junitparser, msgspec, requests, rich.console, rich.table, ruamel.yaml, subprocess, tempfile'
COPY --from=build /opt/scorecard-action/app /opt/scorecard-action/app
ENV PYTHONDONTWRITEBYTECODE=1
# Absolute: the caller's PATH replaces the image's. No USER: a GitHub action writes as root, others pass a user id.
ENTRYPOINT ["/opt/scorecard-action/venv/bin/python3", "-I", "-B", "-X", "utf8", "/opt/scorecard-action/app/entrypoint.py"]
CMD []
