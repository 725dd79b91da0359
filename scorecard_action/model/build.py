"""Which build it was, and who wrote an outcome."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Build(msgspec.Struct, frozen=True):
    """The build that this runs in, as its CI provider describes it; None for what is not known.

    The values are those of Datadog's own CI tags (ci.provider.name, ci.pipeline.url, git.branch …).
    """

    provider: str | None = None
    pipeline_name: str | None = None
    pipeline_number: str | None = None
    pipeline_url: str | None = None
    job_name: str | None = None
    job_url: str | None = None
    branch: str | None = None
    tag: str | None = None
    commit_sha: str | None = None
    repository_url: str | None = None
    pull_request: str | None = None


class Author(NamedTuple):
    """Who wrote an outcome.

    `pipeline` is equal for builds of one pipeline of one provider at one address; `build` names one
    build of it, `attempt` says for which time it is run. `order` tells which of two builds of a
    pipeline is the later one, None where the provider has no order. `job` names the job within the
    build, such that the same job tried again has the same name; None where it is not known.
    `commit` is the full hash.

    `provider` is the row of the table of providers, `label` what its links call it in remarks, and
    `number` what they call the build, "" where they give it none.
    `unclear` says, for a person, why this build is compared with no other; None where it can be.
    """

    pipeline: str
    build: str
    order: int | None = None
    attempt: int = 1
    job: str | None = None
    commit: str | None = None
    provider: str = ""
    label: str = ""
    unclear: str | None = None
    number: str = ""
