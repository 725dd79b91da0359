"""A report that is not read is known all the same, and the message says what to let its tool write.

The keys are those of the tools' own sources and documentation.
"""

from __future__ import annotations

import io
import json

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports.detect import detect
from scorecard_action.reports.source import Source


@pytest.mark.parametrize(
    ("document", "said"),
    [
        pytest.param(
            {"about": "PHP CS Fixer 3", "files": [{"name": "a.php", "appliedFixers": ["braces"]}]},
            "this is PHP CS Fixer's own JSON: run it with `--dry-run --format=checkstyle`",
            id="PHP CS Fixer",
        ),
        pytest.param(
            {"basedir": "/b", "lints": None},
            "this is protolint's own JSON: run it with `-reporter sarif`",
            id="protolint, clean",
        ),
        pytest.param(
            [{"file": "a.html", "messages": [{"type": "error", "rule": {"id": "x"}, "line": 1}]}],
            "this is HTMLHint's own JSON: run it with `-f sarif`",
            id="HTMLHint",
        ),
        pytest.param(
            {"findings": {"high_confidence": []}, "sobelow_version": "0.13", "total_findings": 0},
            "this is Sobelow's own JSON: run it with `--format sarif`",
            id="Sobelow",
        ),
        pytest.param(
            [{"Severity": "warning", "Failure": "m", "RuleName": "exported", "Position": {}}],
            "this is revive's own JSON: run it with `-formatter sarif`",
            id="revive",
        ),
        pytest.param(
            {"repo": {}, "scorecard": {}, "score": 6.1, "checks": [{"name": "x", "score": -1}]},
            "this is OSSF Scorecard's own JSON: its scores are no findings;"
            " run it with `ENABLE_SARIF=1` and `--format sarif --policy …`",
            id="OSSF Scorecard",
        ),
        pytest.param(
            {"lighthouseVersion": "12.0.0", "audits": {}, "categories": {"seo": {"score": None}}},
            "this is a report of Lighthouse: its scores are neither findings nor tests",
            id="Lighthouse",
        ),
        pytest.param(
            {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []},
            "this is an inventory of packages (CycloneDX): it has no findings",
            id="CycloneDX",
        ),
        pytest.param(
            {"spdxVersion": "SPDX-2.3", "packages": []},
            "this is an inventory of packages (SPDX): it has no findings",
            id="SPDX",
        ),
    ],
)
def test_what_to_let_a_tool_write(document: object, said: str) -> None:
    with pytest.raises(ReportError) as caught:
        detect(Source(io.BytesIO(json.dumps(document).encode())))
    assert caught.value.message == said
