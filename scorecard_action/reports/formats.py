"""The one table of formats, for detection, `format:` in the mapping, `inspect` and the README."""

from __future__ import annotations

from typing import Final

from scorecard_action.reports.coverage import cobertura
from scorecard_action.reports.format import Format
from scorecard_action.reports.lint import checkstyle, sarif
from scorecard_action.reports.tests import (
    failsafe_summary,
    junit,
    nunit2,
    nunit3,
    robot_xml,
    testng,
    testng_suite,
    trx,
    xunit_net,
)

FORMATS: Final[dict[str, Format]] = {
    module.FORMAT.name: module.FORMAT
    for module in (
        junit,
        sarif,
        checkstyle,
        cobertura,
        nunit2,
        nunit3,
        robot_xml,
        testng,
        trx,
        xunit_net,
    )
}

BY_PRODUCTS: Final[dict[str, Format]] = {
    module.FORMAT.name: module.FORMAT
    for module in (
        failsafe_summary,
        testng_suite,
    )
}
