"""An expect.yaml's own shape, as people write it. None stands for a key that is not there."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from scorecard_action.judging.metric import Metric
from scorecard_action.mapping.leaves import Line, Prose
from scorecard_action.metrics import METRICS
from scorecard_action.trials.leaves import (
    Age,
    CaseFile,
    Cell,
    ExitCode,
    Moment,
    Number,
    Variable,
    Word,
)

State = Literal["pass", "fail", "skip", "kept"]


def _measured(metric: Metric) -> tuple[str, object, None]:
    meta = Meta(description=metric.description, examples=[metric.example])
    return metric.name, Annotated[Number | None, meta], None


_EachMetric: Any = msgspec.defstruct("_EachMetric", map(_measured, METRICS.values()), frozen=True)


class Measured(_EachMetric, msgspec.Struct, frozen=True):  # type: ignore[misc]
    """What each metric named is, to a hundredth."""

    noun: ClassVar[str] = "metric"


class Expected(msgspec.Struct, frozen=True):
    """What the outcomes of a rule are: of one entity, or of each."""

    state: Annotated[
        State | None, Meta(description="The state; 'kept' sends nothing.", examples=["fail"])
    ] = None
    entity: Annotated[
        Line | None, Meta(description="The entity; else every one.", examples=["service:cart"])
    ] = None
    reason: Annotated[
        Line | list[Line] | None,
        Meta(
            description="Texts in its reason or remarks, in any case.",
            examples=["1 of 2 tests failed"],
        ),
    ] = None
    measured: Annotated[
        Measured | None, Meta(description="What was measured.", examples=[{"errors": 0}])
    ] = None


class Expect(msgspec.Struct, frozen=True):
    """What a run of `submit --dry-run` in a folder of reports gives."""

    why: Annotated[
        Prose | None,
        Meta(
            description="What the case shows.",
            examples=["one failed test breaks the default limit"],
        ),
    ] = None
    mapping: Annotated[
        Line | None,
        Meta(
            description="The mapping, named from the case's folder; else the one in it, or the"
            " repository's.",
            examples=["../scorecard.datadog.yaml"],
        ),
    ] = None
    args: Annotated[
        list[Word] | None, Meta(description="Options of submit.", examples=[["--service", "cart"]])
    ] = None
    env: Annotated[
        dict[Variable, Word] | None,
        Meta(
            description="Variables; beside them there are PATH and HOME alone.",
            examples=[{"DD_GIT_BRANCH": "main"}],
        ),
    ] = None
    now: Annotated[
        Moment | None, Meta(description="What time it is.", examples=["2026-11-27T12:00:00Z"])
    ] = None
    ages: Annotated[
        dict[CaseFile, Age] | None,
        Meta(
            description="How old files are at that time, or with '-' ahead of it; others are new.",
            examples=[{"old.xml": "3h"}],
        ),
    ] = None
    outcomes: Annotated[
        dict[Line, State | Expected | list[State | Expected]] | None,
        Meta(description="The outcomes, by rule.", examples=[{"Unit tests pass": "fail"}]),
    ] = None
    inspect: Annotated[
        dict[Line, dict[Line, Cell]] | None,
        Meta(
            description="What 'inspect --json' says of files.",
            examples=[{"a.xml": {"format": "junit", "tests": 3}}],
        ),
    ] = None
    warnings: Annotated[
        list[Line] | None,
        Meta(description="Texts that are each in a warning.", examples=[["is it of this build?"]]),
    ] = None
    absent: Annotated[
        list[Line] | None,
        Meta(description="Texts that are in no output.", examples=[["hunter2"]]),
    ] = None
    exit: Annotated[ExitCode | None, Meta(description="The exit code; else any.", examples=[1])] = (
        None
    )

    @property
    def expects(self) -> bool:
        """Whether there is anything that a run could differ from."""
        checked = (self.outcomes, self.inspect, self.warnings, self.absent, self.exit)
        return any(one is not None for one in checked)
