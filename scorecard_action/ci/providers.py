"""The CI providers: one table of the variables that each of them sets, in the order of asking."""

from __future__ import annotations

from typing import Final

from scorecard_action.ci.provider import Provider
from scorecard_action.ci.table_datadog import DATADOG
from scorecard_action.ci.table_narrow import NARROW
from scorecard_action.ci.table_others import OTHERS

# A marker that another provider's builds have too comes after the one that tells the two apart;
# the words that anybody may set, as RENDER, come last.
PROVIDERS: Final[tuple[Provider, ...]] = (*NARROW, *DATADOG, *OTHERS)

LABELS: Final = {provider.name: provider.label for provider in PROVIDERS}

# What the providers have in common that no row names: ci-info's "in CI at all".
ANY_CI: Final = (
    "BUILD_ID",
    "BUILD_NUMBER",
    "CI_APP_ID",
    "CI_BUILD_ID",
    "CI_BUILD_NUMBER",
    "CI_NAME",
    "CONTINUOUS_INTEGRATION",
    "RUN_ID",
)
