from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from scorecard_action.model import Build, Delivery, Run, State
from scorecard_action.outputs.markdown import LIMIT, summary
from scorecard_action.outputs.text import printable
from tests.outputs.hostile import HOSTILE
from tests.outputs.runs import BUILD_URL, DRY, LINKS, MET, RUN, decided, hostile_run
from tests.outputs.test_text import rendered

ONE_ENTITY = """\
## ❌ Scorecard of checkout: 1 passed, 1 failed, 1 skipped, 1 kept

⏸️ 1 outcome kept as Datadog has it: 1 as there is no evidence.

GitHub Actions build 57 · job test · commit 3f2a9c1 · branch main

2 outcomes sent to Datadog, 1 rejected.

⚠️ What Datadog does not take is kept in scorecard-undelivered.json; \
to send it once that is mended: \
scorecard-action resend scorecard-undelivered.json

| State | Rule | Result | Measured | Datadog |
| :-- | :-- | :-- | :-- | :-- |
| ❌ fail | Unit tests pass | 2 of 1,412 tests failed (limit 0) | tests 1,412 (min 1)<br>\
failed 2 (max 0) | pass → fail |
| ⏭️ skip | Contract tests pass | all 12 selected tests were skipped |  | rejected |
| ⏸️ keep | No lint errors | no file matches reports/*.sarif |  |  |
| ✅ pass | Line coverage | 83.1 % of lines are covered (limit 80 %) | \
line_coverage 83.12 % (min 80 %) | unchanged |

<details><summary>First failures</summary>

- Unit tests pass
  - CartTest.total
  - CartTest.tax

</details>

**Warnings**

- reports/checkstyle.xml is 3 days old
"""
MEETING = """\
## ❌ Scorecard of checkout: 2 passed, 1 failed, 1 kept

⏸️ 3 outcomes kept as Datadog has them: 1 as build 58 has reported since, \
1 as there is no evidence, 1 as job test (linux) failed in this build.

github build · branch main

1 outcome sent to Datadog, 2 kept.

| State | Rule | Result | Measured | Datadog |
| :-- | :-- | :-- | :-- | :-- |
| ❌ fail | Unit tests pass | 2 of 9 tests failed |  | kept: build 58 has reported since |
| ⏸️ keep | No lint errors | no file matches reports/*.sarif |  |  |
| ✅ pass | Line coverage | 83 % of lines are covered |  | \
kept: job test (linux) failed in this build |
| ✅ pass | Lint | clean |  |  |

**Warnings**

- 1 outcome not sent, as build 58 has reported since: …
"""
TWO_ENTITIES = """\
## ❌ Scorecard: 1 passed, 1 failed

Dry run, nothing sent: this is the build of a pull request.

| State | Entity | Rule | Result | Measured |
| :-- | :-- | :-- | :-- | :-- |
| ❌ fail | queue:orders | Tests | no report |  |
| ✅ pass | cart | Tests | 9 tests passed |  |

<details><summary>First failures</summary>

- queue:orders: Tests
  - a

</details>

"""


def unescaped(source: str) -> str:
    """The source with entities of punctuation undone and links reduced to their labels."""
    text = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), source)
    return re.sub(r"\[([^]]*)\]\(<[^>]*>\)", r"\1", text)


@pytest.mark.parametrize(
    ("run", "links", "expected"),
    [
        pytest.param(RUN, LINKS, ONE_ENTITY, id="one entity, one of everything"),
        pytest.param(MET, (), MEETING, id="builds that meet"),
        pytest.param(DRY, (), TWO_ENTITIES, id="two entities, a dry run"),
        pytest.param(
            Run(Build(), ()),
            (),
            "## Scorecard: no outcomes\n\nNothing sent to Datadog.\n\n",
            id="nothing",
        ),
    ],
)
def test_summary(run, links, expected):
    assert unescaped(summary(replace(run, links=links))) == expected


@pytest.mark.parametrize(
    ("states", "heading"),
    [
        pytest.param([State.PASS], "## ✅ Scorecard of a: 1 passed", id="passed"),
        pytest.param([State.PASS, State.SKIP], "## ✅ Scorecard of a: 1 passed, 1 skipped", id="p"),
        pytest.param([State.SKIP, None], "## ⏭️ Scorecard of a: 1 skipped, 1 kept", id="skipped"),
        pytest.param([None], "## ⏸️ Scorecard of a: 1 kept", id="kept"),
        pytest.param([State.PASS, State.FAIL], "## ❌ Scorecard of a: 1 passed, 1 failed", id="f"),
    ],
)
def test_verdict(states, heading):
    outcomes = tuple(decided("service:a", "R", None, state, "") for state in states)
    assert summary(Run(Build(), outcomes)).splitlines()[0] == heading


@pytest.mark.parametrize(
    ("measured", "limits", "expected"),
    [
        pytest.param({"line_coverage": 79.999}, {"min": {"line_coverage": 80.0}},
                     "line_coverage 79.99 % (min 80 %)", id="never rounded up"),
        pytest.param({"pass_rate": 98}, {"min": {"pass_rate": 97.125}},
                     "pass_rate 98 % (min 97.125 %)", id="a limit is exact"),
        pytest.param({"failed": 12345}, {"max": {"failed": 1e3}},
                     "failed 12,345 (max 1,000)", id="thousands"),
        pytest.param({"tests": 4}, {"min": {"tests": 1}, "max": {"failed": 0}},
                     "tests 4 (min 1)", id="not measured, not shown"),
        pytest.param({"tests": 4, "failed": 0}, {}, "tests 4<br>failed 0", id="no limits"),
        pytest.param({"duration": 1234.501, "slowest_test": 1e-06},
                     {"max": {"duration": 0.5, "slowest_test": 2}},
                     "duration 1,234.501 s (max 0.5 s)<br>slowest_test 0.000001 s (max 2 s)",
                     id="seconds are rounded up before"),
        pytest.param({"line_coverage": float("nan")}, {}, "line_coverage nan %", id="not a number"),
        pytest.param({}, {}, "", id="nothing"),
    ],
)  # fmt: skip
def test_what_was_measured_against_which_limit(measured, limits, expected):
    outcome = decided(
        "service:a",
        "R",
        None,
        State.PASS,
        "r",
        delivery=Delivery.SENT,
        measured=measured,
        limits=limits,
    )
    assert f"| R | r | {expected} |\n" in unescaped(summary(Run(Build(), (outcome,))))


def test_links_go_where_they_should():
    hrefs = [
        dict(attrs)["href"]
        for tag, attrs in rendered(summary(replace(RUN, links=LINKS))).tags
        if tag == "a"
    ]
    assert hrefs == [BUILD_URL, LINKS[1][1], LINKS[2][1]]
    bad = [("x", "javascript:alert(1)"), ("y", "https://user:pass@ci.example/")]
    assert "href" not in str(rendered(summary(replace(RUN, links=bad))).tags)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_text(text):
    page = rendered(
        summary(replace(hostile_run(text), links=((text, "https://ci.example/a)b|c>d"),)))
    )
    words = re.sub(r"\s+", " ", page.text)
    seen = re.sub(r"\s+", " ", printable(text).strip())
    assert words.count(seen) >= 10
    tags = [tag for tag, _ in page.tags if tag != "span"]
    assert set(tags) <= {
        *("h2", "p", "a", "table", "thead", "tbody", "tr", "th", "td", "br", "details", "summary"),
        *("ul", "li", "strong"),
    }
    assert tags.count("table") == 1
    assert tags.count("td") == 2 * tags.count("th")
    assert [attrs for tag, attrs in page.tags if tag == "a"] == [
        [("href", "https://ci.example/a)b%7Cc%3Ed")]
    ]


def test_empty_names_do_not_change_the_shape():
    page = rendered(summary(hostile_run("")))
    assert [tag for tag, _ in page.tags].count("h2") == 1


def many(number: int, examples: tuple[str, ...]) -> Run:
    outcomes = tuple(
        decided(
            f"service:s{index}",
            "R" * 100,
            None,
            State.FAIL,
            "x" * 500,
            delivery=Delivery.SENT,
            examples=examples,
        )
        for index in range(number)
    )
    return Run(Build(), outcomes, warnings=("w" * 900,) * 2000)


@pytest.mark.parametrize("example", ["t" * 250, "@" * 50, "🧪" * 250])
def test_a_summary_stays_within_its_limit_and_its_table_whole(example):
    text = summary(many(5000, (example,) * 5))
    assert len(text.encode()) <= LIMIT <= 1024 * 1024
    rows = re.findall(r"(?m)^\| ❌ fail \| s\d+ \| R+ \| x+ \|  \|$", text)
    assert len(rows) > 500
    assert f"\n\n… and {5000 - len(rows):,} more outcomes\n\n" in text
    assert "\n- … and 1,950 more\n" in text
    page = rendered(text)
    assert [tag for tag, _ in page.tags].count("tr") == len(rows) + 1


def test_examples_are_left_out_before_rows():
    run = many(400, ("t" * 250,) * 20)
    text = summary(run)
    assert len(re.findall(r"(?m)^\| ❌ fail", text)) == 400
    shown = text.count("\n  - ")
    assert f"\n- … and {8000 - shown:,} more\n\n</details>\n" in text
    assert 0 < shown < 8000
    assert len(text.encode()) <= LIMIT


@pytest.mark.parametrize(
    ("measured", "cell"),
    [
        pytest.param({"accepted": 0, "reports": 0}, "reports 0", id="nothing accepted"),
        pytest.param({"accepted": 2, "reports": 1}, "accepted 2<br>reports 1", id="accepted"),
    ],
)
def test_what_is_measured_without_a_limit(measured, cell):
    outcome = replace(
        decided("service:a", "Rule", None, State.SKIP, "waived"), measured=measured, limits={}
    )
    assert f"| waived | {cell} |" in summary(Run(Build(), (outcome,)))
