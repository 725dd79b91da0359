"""What a mapping limits: a key for each metric."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from scorecard_action.judging.metric import Metric, Unit
from scorecard_action.mapping.leaves import Count, Percent, Seconds
from scorecard_action.metrics import METRICS

_LIMITS: dict[Unit, Any] = {Unit.COUNT: Count, Unit.PERCENT: Percent, Unit.SECONDS: Seconds}
# `baseline` is what an earlier build measured
_WORDS: Any = Literal["none", "baseline"]


def _limit(metric: Metric) -> tuple[str, object, None]:
    meta = Meta(description=metric.description, examples=[metric.example])
    words = Literal["none"] if metric.compares else _WORDS
    return metric.name, Annotated[_LIMITS[metric.unit] | words | None, meta], None


_EachMetric: Any = msgspec.defstruct("_EachMetric", map(_limit, METRICS.values()), frozen=True)


class Limits(_EachMetric, msgspec.Struct, frozen=True):  # type: ignore[misc]
    """A limit on each metric named; `none` lifts a default, `baseline` is what it was then."""

    noun: ClassVar[str] = "metric"
