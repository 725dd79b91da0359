"""JUnit XML in every dialect: what is counted, and as what."""

from __future__ import annotations

import pytest

from scorecard_action.model import Result, TestCase
from scorecard_action.reports.tests.junit import FORMAT, interpret
from tests.reports.tests.reading import evidence, results, rows


def cases(text: str) -> list[TestCase]:
    return [piece for piece in evidence(FORMAT, text.encode()) if isinstance(piece, TestCase)]


def counts(text: str) -> tuple[int, int, int, int]:
    """passed, failed, skipped, flaky."""
    found = cases(text)
    by_result = [sum(c.count for c in found if c.result is result) for result in Result]
    return by_result[0], by_result[1], by_result[2], sum(case.flaky for case in found)


# In the shape that each tool writes, as its documentation or a run of it shows.
DIALECTS = [
    pytest.param(
        """<testsuite name="com.acme.CartTest" tests="4" errors="1" skipped="1" failures="1"
        xsi:noNamespaceSchemaLocation="https://maven.apache.org/surefire-test-report.xsd"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><properties/>
        <testcase name="adds" classname="com.acme.CartTest" time="0.01"/>
        <testcase name="total" classname="com.acme.CartTest"><failure>at</failure></testcase>
        <testcase name="tax" classname="com.acme.CartTest"><error type="E"/></testcase>
        <testcase name="later" classname="com.acme.CartTest"><skipped message="m"/></testcase>
        </testsuite>""",
        (1, 2, 1, 0),
        id="surefire",
    ),
    pytest.param(
        """<testsuite name="s" tests="3" failures="1"><testcase name="flaky">
        <flakyFailure type="a"/><flakyFailure type="a"><stackTrace/><system-out/></flakyFailure>
        </testcase><testcase name="flaky error"><flakyError/></testcase>
        <testcase name="never"><failure/><rerunFailure/><rerunError/></testcase></testsuite>""",
        (2, 1, 0, 2),
        id="surefire with rerunFailingTestsCount",
    ),
    pytest.param(
        """<testsuite name="com.acme.CartTest" tests="2" skipped="1" failures="0" errors="0"
        hostname="h" time="0.01"><properties/><testcase name="a()" classname="com.acme.CartTest"/>
        <testcase name="b()" classname="com.acme.CartTest"><skipped/></testcase>
        <system-out><![CDATA[]]></system-out><system-err><![CDATA[]]></system-err></testsuite>""",
        (1, 0, 1, 0),
        id="gradle",
    ),
    pytest.param(
        """<testsuites name="pytest tests"><testsuite name="pytest" errors="2" failures="3"
        skipped="2" tests="9"><testcase classname="t.test_a" name="test_pass"/>
        <testcase classname="t.test_a" name="test_fail"><failure/></testcase>
        <testcase classname="t.test_a" name="test_skip"><skipped type="pytest.skip"/></testcase>
        <testcase classname="t.test_a" name="test_xfail"><skipped type="pytest.xfail"/></testcase>
        <testcase classname="t.test_a" name="test_xpass"/>
        <testcase classname="t.test_a" name="test_strict"><failure/></testcase>
        <testcase classname="t.test_a" name="test_both"><failure/></testcase>
        <testcase classname="t.test_a" name="test_both"><error/></testcase>
        <testcase classname="" name="t.test_b"><error message="collection failure"/></testcase>
        </testsuite></testsuites>""",
        (2, 5, 2, 0),
        id="pytest",
    ),
    pytest.param(
        '<testsuites name="pytest tests"><testsuite name="pytest" tests="0"/></testsuites>',
        (0, 0, 0, 0),
        id="pytest, all deselected",
    ),
    pytest.param(
        """<testsuites><testsuite name="pytest" failures="1" tests="2">
        <testcase classname="t" name="test_rerun"/><testcase classname="t" name="test_rerun">
        <failure/></testcase></testsuite></testsuites>""",
        (1, 1, 0, 0),
        id="pytest-rerunfailures: separate cases",
    ),
    pytest.param(
        """<testsuite name="u.A-2027" tests="5" file="u.py" failures="2" errors="1" skipped="1">
        <testcase classname="u.A" name="test_pass"/>
        <testcase classname="u.A" name="test_sub (i=1)"><failure/></testcase>
        <testcase classname="u.A" name="test_fail"><failure/></testcase>
        <testcase classname="u.A" name="test_xf"><skipped type="XFAIL"/></testcase>
        <testcase classname="u.A" name="test_xp"><error type="UnexpectedSuccess"/></testcase>
        </testsuite>""",
        (1, 3, 1, 0),
        id="unittest-xml-reporting",
    ),
    pytest.param(
        """<testsuites tests="4" failures="1" disabled="1" errors="0" name="AllTests">
        <testsuite name="Cart" tests="4" failures="1" disabled="1" skipped="1" errors="0">
        <testcase name="Adds" status="run" result="completed" classname="Cart"/>
        <testcase name="Fails" status="run" result="completed"><failure/></testcase>
        <testcase name="DISABLED_Tax" status="notrun" result="suppressed" classname="Cart"/>
        <testcase name="Skips" status="run" result="skipped" classname="Cart"><skipped/></testcase>
        </testsuite></testsuites>""",
        (1, 1, 2, 0),
        id="googletest",
    ),
    pytest.param(
        """<testsuites name="jest tests" tests="4" failures="1" errors="1" time="0.4">
        <testsuite name="undefined" errors="0" failures="1" skipped="1" tests="4">
        <testcase classname=" pass" name=" pass" time="0.002"></testcase>
        <testcase classname=" fail" name=" fail"><failure>Error</failure></testcase>
        <testcase classname=" skip" name=" skip"><skipped/></testcase>
        <testcase classname=" todo" name=" todo"></testcase></testsuite>
        <testsuite name="j/b.test.js" errors="1" failures="0" skipped="0" tests="0">
        <testcase classname="Test suite failed to run" name="j/b.test.js"><error/></testcase>
        </testsuite></testsuites>""",
        (2, 2, 1, 0),
        id="jest-junit, a todo is written as a passing case",
    ),
    pytest.param(
        """<testsuites><testcase name="top pass" classname="test"/>
        <testcase name="top fail" classname="test" failure="x"><failure/></testcase>
        <testcase name="skip" classname="test"><skipped type="skipped" message="true"/></testcase>
        <testcase name="todo fails" classname="test" failure="x"><skipped type="todo"/>
        <failure type="testCodeFailure"/></testcase>
        <testcase name="todo passes" classname="test"><skipped type="todo"/></testcase>
        <testsuite name="suite" disabled="0" errors="0" tests="2" failures="1" skipped="0">
        <testcase name="in" classname="test"/><testsuite name="deep" failures="1" tests="1">
        <testcase name="bad" classname="test" failure="x"><failure/></testcase></testsuite>
        </testsuite><!-- tests 7 --></testsuites>""",
        (2, 2, 3, 0),
        id="node --test",
    ),
    pytest.param(
        """<testsuite name="Mocha Tests" tests="4" failures="0" errors="2" skipped="1">
        <testcase classname="Cart" name="pass" file="/m.js" time="0"/>
        <testcase classname="Cart" name="fail" file="/m.js"><failure>x</failure></testcase>
        <testcase classname="Cart" name="skip" file="/m.js"><skipped/></testcase>
        <testcase classname="Cart" name="&#x22;before all&#x22;"><failure>h</failure></testcase>
        </testsuite>""",
        (1, 2, 1, 0),
        id="mocha xunit: failure elements, errors in the attribute",
    ),
    pytest.param(
        """<testsuites><testsuite name="" tests="5" errors="1" failures="1" warnings="1">
        <testsuite name="Unit" tests="5" errors="1" failures="1" warnings="1" skipped="1">
        <testsuite name="CartTest" file="/t/CartTest.php" tests="5" errors="1" failures="1">
        <testcase name="ok" class="CartTest" classname="CartTest" file="/t/CartTest.php" line="9"/>
        <testsuite name="CartTest::data" tests="2" failures="1" errors="1">
        <testcase name="data #0"><failure/></testcase><testcase name="data #1"><error/></testcase>
        </testsuite><testcase name="none"><warning type="PHPUnit\\Warning"/></testcase>
        <testcase name="later"><skipped/></testcase></testsuite></testsuite></testsuite>
        </testsuites>""",
        (1, 3, 1, 0),
        id="phpunit: deep suites, a warning is no success",
    ),
    pytest.param(
        """<testsuite name="(empty)" tests="4" failures="1" disabled="1" skipped="1">
        <testcase name="good" classname="good" status="run"><system-out/></testcase>
        <testcase name="bad" classname="bad" status="fail"><failure message=""/></testcase>
        <testcase name="off" classname="off" status="disabled"><system-out/></testcase>
        <testcase name="skipped" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>
        </testsuite>""",
        (1, 1, 2, 0),
        id="ctest",
    ),
    pytest.param(
        """<testsuites name="nextest-run" tests="3" failures="1" errors="0" uuid="u">
        <testsuite name="cart" tests="3" disabled="0" errors="0" failures="1">
        <testcase name="a" classname="cart"/><testcase name="b" classname="cart">
        <flakyFailure type="test failure"/></testcase>
        <testcase name="c" classname="cart"><failure/><rerunFailure/></testcase>
        </testsuite></testsuites>""",
        (2, 1, 0, 1),
        id="nextest",
    ),
    pytest.param(
        """<testsuites tests="2" failures="1" errors="1"><testsuite tests="2" failures="1"
        name="example.org/cart"><properties><property name="go.version" value="go1"/></properties>
        <testcase classname="example.org/cart" name="TestA"/>
        <testcase classname="example.org/cart" name="TestB"><failure message="Failed"/></testcase>
        </testsuite><testsuite tests="0" failures="0" name="example.org/broken"><testcase
        classname="" name="TestMain"><failure message="Failed"/></testcase></testsuite>
        </testsuites>""",
        (1, 2, 0, 0),
        id="gotestsum",
    ),
    pytest.param(
        """<testsuites><testsuite name="//cart:test" tests="1" failures="0" errors="1">
        <testcase name="//cart:test" status="run" duration="1" time="1"><error message="exited"/>
        </testcase><system-out>Generated test.log</system-out></testsuite></testsuites>""",
        (0, 1, 0, 0),
        id="bazel",
    ),
    pytest.param(
        """<testsuite errors="1" failures="0" name="mypy" skips="0" tests="1" time="0.1">
        <testcase classname="mypy" file="mypy" line="1" name="mypy-py3.11"><failure
        message="mypy produced messages">a.py:1: error</failure></testcase></testsuite>""",
        (0, 1, 0, 0),
        id="mypy --junit-xml",
    ),
]


@pytest.mark.parametrize(("text", "expected"), DIALECTS)
def test_dialects(text: str, expected: tuple[int, int, int, int]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        pytest.param("", ("passed", False), id="no child"),
        pytest.param("<properties/><system-out/><system-err/>", ("passed", False), id="by the way"),
        pytest.param("<failure/>", ("failed", False), id="failure"),
        pytest.param("<error/>", ("failed", False), id="error"),
        pytest.param("<skipped/>", ("skipped", False), id="skipped"),
        pytest.param("<failure/><failure/>", ("failed", False), id="several failures"),
        pytest.param("<failure/><error/>", ("failed", False), id="failure and error"),
        pytest.param("<skipped/><failure/>", ("failed", False), id="worst wins, skipped first"),
        pytest.param("<error/><skipped/>", ("failed", False), id="worst wins, skipped last"),
        pytest.param("<flakyFailure/>", ("passed", True), id="flaky failure"),
        pytest.param("<flakyError/>", ("passed", True), id="flaky error"),
        pytest.param("<flakyFailure/><flakyError/>", ("passed", True), id="flaky twice"),
        pytest.param("<flakyFailure/><failure/>", ("failed", False), id="flaky, then failed"),
        pytest.param("<failure/><rerunFailure/>", ("failed", False), id="rerun failure"),
        pytest.param("<error/><rerunError/>", ("failed", False), id="rerun error"),
        pytest.param("<rerunFailure/>", ("failed", False), id="rerun failure alone"),
        pytest.param('<skipped type="todo"/><failure/>', ("skipped", False), id="todo"),
        pytest.param('<failure/><skipped type="todo"/>', ("skipped", False), id="todo last"),
        pytest.param('<skipped type="skipped"/><failure/>', ("failed", False), id="not a todo"),
        pytest.param("<warning/>", ("failed", False), id="PHPUnit's warning"),
        pytest.param("<x:failure xmlns:x='u'/>", ("failed", False), id="prefix"),
        pytest.param("<system-out><failure/></system-out>", ("passed", False), id="not its own"),
        pytest.param("<properties><error/></properties>", ("passed", False), id="in properties"),
        pytest.param("<failure><skipped/></failure>", ("failed", False), id="within a failure"),
        pytest.param("<Failure/><FAILED/><result/>", ("passed", False), id="unknown elements"),
    ],
)
def test_the_result_of_a_case(children: str, expected: tuple[str, bool]) -> None:
    (case,) = cases(f"<testsuite><testcase name='a'>{children}</testcase></testsuite>")
    assert (case.result.value, case.flaky) == expected


@pytest.mark.parametrize("attribute", ["status", "result"])
@pytest.mark.parametrize(
    ("word", "children", "expected"),
    [
        *(
            pytest.param(word, children, "skipped", id=f"{word} {children}")
            for word in ("disabled", "ignored", "suppressed", "todo", "Disabled")
            for children in ("", "<failure/>", "<skipped/>")
        ),
        *(
            pytest.param(word, children, expected, id=f"{word} {children}")
            for word in ("notrun", "skipped", "pending", "NotRun", "NOT_RUN", " not-run ")
            for children, expected in (
                ("", "skipped"),
                ("<failure/>", "failed"),
                ("<skipped/>", "skipped"),
            )
        ),
        *(
            pytest.param(word, "", "failed", id=word)
            for word in ("failed", "failure", "error", "Failed", "interrupted", "untested", "0")
        ),
        *(
            pytest.param(word, "", "passed", id=word)
            for word in ("run", "passed", "completed", "success", "", "PASSED")
        ),
        pytest.param("failed", "<failure/>", "failed", id="failed, with a failure"),
        pytest.param("passed", "<failure/>", "failed", id="passed, with a failure"),
        pytest.param("failed", "<skipped/>", "failed", id="failed, with skipped"),
        pytest.param("untested", "<skipped/>", "failed", id="untested, with skipped"),
        pytest.param("new", "<skipped/>", "skipped", id="not known, with skipped"),
        pytest.param("notrun", "<skipped message='No file'/>", "failed", id="CTest: not found"),
        pytest.param("notrun", "<skipped message='SKIP_X'/>", "skipped", id="CTest: skipped"),
    ],
)
def test_words_in_status_and_result(
    attribute: str, word: str, children: str, expected: str
) -> None:
    text = f'<testsuite><testcase name="a" {attribute}="{word}">{children}</testcase></testsuite>'
    assert [case.result.value for case in cases(text)] == [expected]


@pytest.mark.parametrize("attribute", ["status", "result"])
@pytest.mark.parametrize(
    ("word", "children", "expected"),
    [
        pytest.param("notrun", "<flakyFailure/>", ("skipped", False), id="not run"),
        pytest.param("disabled", "<flakyError/>", ("skipped", False), id="disabled"),
        pytest.param("run", "<flakyFailure/>", ("passed", True), id="run"),
        pytest.param("failed", "<flakyFailure/>", ("failed", False), id="a word that says failed"),
    ],
)
def test_a_test_that_was_not_run_is_not_flaky(
    attribute: str, word: str, children: str, expected: tuple[str, bool]
) -> None:
    text = f'<testsuite><testcase name="a" {attribute}="{word}">{children}</testcase></testsuite>'
    assert [(case.result.value, case.flaky) for case in cases(text)] == [expected]


FAILED = "<testcase><failure/></testcase>"
GOOD = '<testcase name="a"/>'


@pytest.mark.parametrize(
    ("text", "excess"),
    [
        pytest.param('<testsuite failures="1"/>', 1, id="no case at all"),
        pytest.param(f'<testsuite errors="11">{GOOD * 12}</testsuite>', 11, id="errors"),
        pytest.param('<testsuite failures="2" errors="3"/>', 5, id="both"),
        pytest.param(
            f'<testsuite failures="3">{FAILED}{GOOD * 3}</testsuite>', 2, id="net of its cases"
        ),
        pytest.param(
            f'<testsuite failures="9">{FAILED}{GOOD}</testsuite>', 1, id="at most the good cases"
        ),
        pytest.param(
            f'<testsuite tests="1" failures="1" errors="1">{FAILED}</testsuite>',
            0,
            id="stylelint: one failure in both attributes",
        ),
        pytest.param('<testsuite tests="2" failures="9"/>', 2, id="at most the declared tests"),
        pytest.param('<testsuite tests="0" errors="9"/>', 1, id="of no declared test one"),
        pytest.param(
            '<testsuite tests="3" errors="2"><testcase name="a"><skipped/></testcase></testsuite>',
            2,
            id="all that are listed were skipped",
        ),
        pytest.param(f'<testsuite failures="1">{FAILED}</testsuite>', 0, id="accounted for"),
        pytest.param(f'<testsuite failures="0">{FAILED}</testsuite>', 0, id="fewer declared"),
        pytest.param(
            '<testsuite failures="1" errors="1"><testcase><error/><failure/></testcase>'
            "</testsuite>",
            0,
            id="elements, not cases",
        ),
        pytest.param(
            '<testsuite failures="1"><testcase status="failed"/></testsuite>', 0, id="by status"
        ),
        pytest.param('<testsuite failures="1"><testcase status="fail"/></testsuite>', 0, id="fail"),
        pytest.param('<testsuite errors="1"><error/></testsuite>', 0, id="error of the suite"),
        pytest.param(
            '<testsuites failures="2"><testsuite failures="2"/></testsuites>', 2, id="counted once"
        ),
        pytest.param(
            f'<testsuites failures="3"><testsuite failures="2">{FAILED}{GOOD}</testsuite>{GOOD}'
            "</testsuites>",
            2,
            id="one at each level",
        ),
        pytest.param(
            f'<testsuites errors="2"><testsuite>{FAILED}{GOOD}</testsuite></testsuites>',
            1,
            id="testsuites is a suite",
        ),
        pytest.param(
            '<testsuites failures="1"><testsuite failures="2"/><testsuite/></testsuites>',
            2,
            id="descendants declare more",
        ),
        pytest.param(
            f'<testsuite failures="4"><testsuite failures="2">{FAILED}{FAILED}</testsuite>'
            f'<testsuite failures="1">{FAILED}</testsuite>{GOOD}</testsuite>',
            1,
            id="nested",
        ),
        pytest.param('<testsuite failures="1,000"/>', 1000, id="grouped"),
        pytest.param('<testsuite failures="" errors="NaN"/>', 0, id="odd numbers"),
        pytest.param('<testsuite failures="-1" errors="two"/>', 0, id="no numbers"),
        pytest.param('<testsuite skipped="5" disabled="3" warnings="1"/>', 0, id="others"),
    ],
)
def test_what_a_suite_declares_beyond_its_cases(text: str, excess: int) -> None:
    found = [case for case in cases(text) if "declared" in case.name]
    assert sum(case.count for case in found) == excess
    assert all(not case.own and case.result is Result.FAILED for case in found)


def test_an_excess_carries_the_name_of_its_suite() -> None:
    text = '<testsuites name="all"><testsuite name="s" file="f" errors="2"/></testsuites>'
    (case,) = cases(text)
    assert (case.suite, case.file, case.count) == ("s", "f", 2)
    assert case.name == "s (declared by the suite, not listed)"


@pytest.mark.parametrize("root", ["testsuite", "testsuites"])
@pytest.mark.parametrize("element", ["failure", "error"])
def test_a_failure_directly_in_a_suite_is_one_failed_test_of_its_name(
    root: str, element: str
) -> None:
    text = f'<{root} name="s">\n<{element} message="setup"/>\n<testcase name="a"/></{root}>'
    failed, passed = cases(text)
    assert (failed.result, failed.name, failed.suite, failed.own) == ("failed", "s", "s", False)
    assert failed.line == 2
    assert passed.own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "<testsuites><testcase name='a'/></testsuites>",
            ("passed", "a", "", "", True),
            id="directly below testsuites",
        ),
        pytest.param(
            "<testcase name='a' classname='c'><failure/></testcase>",
            ("failed", "a", "c", "", True),
            id="bare root",
        ),
        pytest.param(
            '<testsuite xmlns="https://junit.example/ns" name="s"><testcase name="a"/></testsuite>',
            ("passed", "a", "", "s", True),
            id="namespaced root",
        ),
        pytest.param(
            "<testsuite name='s'>" * 20 + "<testcase name='a'/>" + "</testsuite>" * 20,
            ("passed", "a", "", "s", True),
            id="nested to depth 20",
        ),
        pytest.param(
            "<testsuite name='s'><testsuite><testcase classname=''/></testsuite></testsuite>",
            ("passed", "", "", "s", True),
            id="no name, in a suite without one",
        ),
        pytest.param(
            "<testsuite><testcase name='a' class='A\\B' /></testsuite>",
            ("passed", "a", "A\\B", "", True),
            id="class for classname",
        ),
        pytest.param(
            "<testsuites><group><testcase name='a'/></group></testsuites>",
            ("passed", "a", "", "", True),
            id="below an unknown element",
        ),
    ],
)
def test_where_cases_stand(text: str, expected: tuple[str, str, str, str, bool]) -> None:
    assert rows(evidence(FORMAT, text.encode())) == [expected]


@pytest.mark.parametrize(
    ("text", "file"),
    [
        pytest.param(
            "<testsuite><testcase name='a' file='a.py'/></testsuite>", "a.py", id="of the case"
        ),
        pytest.param(
            "<testsuite file='s'><testcase name='a'/></testsuite>", "s", id="of the suite"
        ),
        pytest.param(
            "<testsuite filepath='s'><testcase name='a'/></testsuite>", "s", id="filepath"
        ),
        pytest.param(
            "<testsuite file='s'><testsuite><testcase name='a'/></testsuite></testsuite>",
            "s",
            id="inherited",
        ),
        pytest.param(
            "<testsuite file='s'><testcase name='a' file='c'/></testsuite>", "c", id="own first"
        ),
    ],
)
def test_files(text: str, file: str) -> None:
    assert [case.file for case in cases(text)] == [file]


@pytest.mark.parametrize(
    "time", ["1,234.5", "", "0.1s", "0:00:01", "NaN", "-1", "1e999", "yesterday", "9" * 5000]
)
def test_an_odd_time_never_stops_a_report(time: str) -> None:
    text = f'<testsuite tests="{time}" time="{time}"><testcase name="a" time="{time}"/></testsuite>'
    assert results(evidence(FORMAT, text.encode())) == ["passed"]


def test_suite_attributes_are_not_counts() -> None:
    assert counts(f'<testsuite tests="18" skipped="4">{GOOD}{GOOD}</testsuite>') == (
        2,
        0,
        0,
        0,
    )


def test_a_case_knows_its_line() -> None:
    text = f"<testsuite>\n{GOOD}\n\n{GOOD}</testsuite>"
    assert [case.line for case in cases(text)] == [2, 4]


def test_what_is_known_of_one_case_is_not_known_of_the_next() -> None:
    text = (
        f"<testsuite><testcase><failure/></testcase>{GOOD}<testcase><skipped type='todo'/>"
        f"<failure/></testcase><testcase><failure/><skipped/></testcase>{GOOD}</testsuite>"
    )
    assert results(evidence(FORMAT, text.encode())) == [
        "failed",
        "passed",
        "skipped",
        "failed",
        "passed",
    ]


def test_a_million_results_of_one_case_are_one_failed_test() -> None:
    interpret.cache_clear()
    text = "<testsuite>" + f"<testcase>{'<failure/><error/>' * 50_000}</testcase>" * 10
    assert counts(text + "</testsuite>") == (0, 10, 0, 0)
    assert interpret.cache_info().currsize == 1


def test_crlf_makes_no_difference() -> None:
    for param in DIALECTS:
        text, expected = param.values
        assert isinstance(text, str)
        assert counts(text.replace("\n", "\r\n")) == expected
