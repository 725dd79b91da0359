"""What the suites of JUnit reports declare, against what they list; expected is what the tools that
write them count, and whether they exit with 0."""

from __future__ import annotations

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Notice, TestCase
from scorecard_action.reports.tests.junit import FORMAT
from tests.reports.tests.reading import evidence, results, unfinished

GOOD = '<testcase classname="c" name="a"/>'
BAD = '<testcase classname="c" name="b"><failure/></testcase>'
FLAKY = '<testcase name="f"><flakyFailure/></testcase>'
THRICE = '<testcase name="t"><failure/><rerunFailure/><rerunError/></testcase>'
HOPED = '<testcase name="m"><skipped message="!mayfail"/><failure/></testcase>'


def go(version: str) -> str:
    return f'<properties><property name="go.version" value="{version} linux/amd64"/></properties>'


def counted(text: str) -> tuple[list[str], list[str]]:
    """The results, an excess as often as it counts; and the notices."""
    found = evidence(FORMAT, text.encode())
    words = [one.message for one in found if isinstance(one, Notice)]
    rows = zip(results(found), (one for one in found if isinstance(one, TestCase)), strict=True)
    return [word for word, case in rows for _ in range(case.count)], words


STDERR = (
    "the report declares errors that no test has (2): lines that `go test` wrote to stderr;"
    " its output shows them"
)


@pytest.mark.parametrize(
    ("text", "expected", "notices"),
    [
        pytest.param(
            f'<testsuite tests="2" failures="1">{FLAKY}</testsuite>',
            ["passed"],
            [],
            id="Surefire declares every run of a flaky test",
        ),
        pytest.param(
            f'<testsuite tests="3" failures="2" errors="1">{THRICE}</testsuite>',
            ["failed"],
            [],
            id="Surefire declares every run of a failed one",
        ),
        pytest.param(
            f'<testsuite tests="1" failures="1">{THRICE}</testsuite>',
            ["failed"],
            [],
            id="nextest declares tests, not runs",
        ),
        pytest.param(
            f'<testsuites errors="2" tests="2"><testsuite tests="2">{go("go1.24.1")}{GOOD * 2}'
            "</testsuite></testsuites>",
            ["passed"] * 2,
            [STDERR],
            id="gotestsum counts lines on stderr",
        ),
        pytest.param(
            f'<testsuites errors="2"><testsuite>{go("devel go1.26-abc")}{GOOD * 3}</testsuite>'
            "</testsuites>",
            ["passed"] * 3,
            [STDERR],
            id="gotestsum, a Go to come",
        ),
        pytest.param(
            f'<testsuites errors="2" failures="1"><testsuite>{go("go1.25")}{GOOD * 3}</testsuite>'
            "</testsuites>",
            ["passed"] * 3 + ["failed!"],
            [STDERR],
            id="gotestsum, and a failure that is not listed",
        ),
        pytest.param(
            f'<testsuites errors="50" failures="1"><testsuite>{go("go1.25")}{GOOD}</testsuite>'
            "</testsuites>",
            ["passed", "failed!"],
            [STDERR.replace("2", "50")],
            id="gotestsum, many lines do not hide a failure",
        ),
        pytest.param(
            f'<testsuites errors="2"><testsuite>{go("go1.23.9")}{GOOD * 3}</testsuite>'
            "</testsuites>",
            ["passed"] * 3 + ["failed!"] * 2,
            [],
            id="gotestsum, when a build failure had no case",
        ),
        pytest.param(
            f'<testsuites errors="1"><testsuite>{go("go1.25")}{GOOD}</testsuite>'
            f"<testsuite>{go('go1.22')}{GOOD}</testsuite></testsuites>",
            ["passed"] * 2 + ["failed!"],
            [],
            id="gotestsum, one of its suites of an old Go",
        ),
        pytest.param(
            f'<testsuite errors="3" failures="0"><properties><property name="QtVersion" value="6"/>'
            f"</properties>{GOOD * 4}</testsuite>",
            ["passed"] * 4,
            [],
            id="Qt counts messages as errors",
        ),
        pytest.param(
            f'<testsuite errors="3" failures="1"><properties><property name="QtVersion" value="6"/>'
            f"</properties>{GOOD * 4}</testsuite>",
            ["passed"] * 4 + ["failed!"],
            [],
            id="Qt's failures count",
        ),
        pytest.param(
            '<testsuite errors="2"><testcase name="a"><skipped/></testcase></testsuite>',
            ["skipped"] + ["failed!"] * 2,
            [],
            id="all that are listed were skipped, and nothing says how many there are",
        ),
        pytest.param(
            f'<testsuite errors="0" failures="0">{GOOD}{HOPED}</testsuite>',
            ["passed", "skipped"],
            [],
            id="Catch2's !mayfail, karma: skipped where the suite declares no failure",
        ),
        pytest.param(
            f'<testsuite errors="0" failures="1">{GOOD}{HOPED}</testsuite>',
            ["passed", "failed"],
            [],
            id="a failure that is declared wins",
        ),
        pytest.param(
            f'<testsuite failures="0">{GOOD}{HOPED}</testsuite>',
            ["passed", "failed"],
            [],
            id="half of what would have to be declared",
        ),
        pytest.param(
            f'<testsuite errors="0" failures="0">{BAD}</testsuite>',
            ["failed"],
            [],
            id="a failure without skipped is one, whatever is declared",
        ),
        pytest.param(
            f'<testsuite name="s" tests="40">{GOOD * 2}</testsuite>',
            ["passed"] * 2,
            ["suite 's' declares 40 tests and lists 2: was it cut short? See what its tool says"],
            id="more tests than are listed",
        ),
        pytest.param(
            f'<testsuites tests="42"><testsuite name="s" tests="40">{GOOD * 2}</testsuite>'
            f'<testsuite tests="2">{GOOD * 2}</testsuite></testsuites>',
            ["passed"] * 4,
            ["suite 's' declares 40 tests and lists 2: was it cut short? See what its tool says"],
            id="more tests, said of the suite alone that lacks them",
        ),
        pytest.param(
            f'<testsuites name="pytest tests"><testsuite name="unit" tests="18">{GOOD}</testsuite>'
            "</testsuites>",
            ["passed"],
            [],
            id="pytest counts more than it lists",
        ),
        pytest.param(
            f'<testsuites tests="3"><testsuite tests="2">{GOOD * 2}</testsuite>{GOOD}</testsuites>',
            ["passed"] * 3,
            [],
            id="as many as are listed",
        ),
    ],
)
def test_accounting(text: str, expected: list[str], notices: list[str]) -> None:
    assert counted(text) == (expected, notices)


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ('<testcase time="0.000"/>', ["a test began and did not end"]),
        ("<testcase><properties/></testcase>", ["a test began and did not end"]),
        ('<testcase name=""/>', []),
        ('<testcase classname="c"/>', []),
        ("<testcase><skipped/></testcase>", []),
        ('<testcase status="run"/>', []),
    ],
)
def test_a_case_that_did_not_end(case: str, why: list[str]) -> None:
    # as pytest writes it when it is interrupted
    found = evidence(FORMAT, f'<testsuite name="pytest">{GOOD}{case}</testsuite>'.encode())

    assert unfinished(found) == why
    assert len(results(found)) == (1 if why else 2)


@pytest.mark.parametrize(
    ("children", "result", "notices"),
    [
        pytest.param("<aborted/>", "skipped", 0, id="Ant: an assumption did not hold"),
        pytest.param("<aborted/><failure/>", "failed", 0, id="aborted and failed"),
        pytest.param("<quarantined/>", "passed", 1, id="unknown"),
        pytest.param("<quarantined/><quarantined/><other/>", "passed", 2, id="each once"),
        pytest.param("<quarantined/><failure/>", "failed", 1, id="unknown, beside a failure"),
        pytest.param(
            "<properties/><system-out/><system-err/><attachments/><time/><rerunSkipped/>",
            "passed",
            0,
            id="known",
        ),
        pytest.param("<system-out><b/></system-out>", "passed", 0, id="not directly below"),
    ],
)
def test_elements_of_a_case(children: str, result: str, notices: int) -> None:
    found, told = counted(f'<testsuite><testcase name="a">{children}</testcase></testsuite>')

    assert found == [result]
    assert len(told) == notices
    assert all("quarantined" in one or "other" in one for one in told)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        pytest.param("<testsuites/>", False, id="nothing"),
        pytest.param("<testsuites><testsuite/></testsuites>", False, id="suites alone"),
        pytest.param("<testsuite><properties/><group/></testsuite>", False, id="one that is known"),
        pytest.param("<testsuite><group/></testsuite>", True, id="only what no dialect has"),
        pytest.param(
            "<testsuites><a><testsuite><b/></testsuite></a></testsuites>", True, id="deep"
        ),
        pytest.param(f"<testsuites><group>{GOOD}</group></testsuites>", False, id="with a case"),
        pytest.param(f"<results>{GOOD}</results>", False, id="another root, with a case"),
        pytest.param("<results/>", True, id="another root, without"),
        pytest.param("<test-run><test-suite><failure/></test-suite></test-run>", True, id="NUnit"),
    ],
)
def test_a_root_that_is_shared_with_other_formats(text: str, refused: bool) -> None:
    if not refused:
        evidence(FORMAT, text.encode())
        return
    with pytest.raises(ReportError, match=r"no JUnit report: below <[\w-]+> stand "):
        evidence(FORMAT, text.encode())
