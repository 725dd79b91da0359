"""TestNG: testng-results.xml, and its fragments (`suite`, `test`) where the reporter splits it.

Format: TestNG's XMLReporter and XMLSuiteResultWriter. A `test-method` is a case unless it is
configuration; a set-up or tear-down that failed is a failure without a case of its own. An attempt
that was retried is none either: TestNG counts it apart, and a pass after it is flaky.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import MILLISECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases
from scorecard_action.reports.tests.words import Words

# SUCCESS_PERCENTAGE_FAILURE: failed within what `successPercentage` tolerates. TestNG counts it as
# neither passed nor failed.
_SKIPPED: Final = frozenset({"skip", "skipped", "successpercentagefailure"})
_PASSED: Final = frozenset({"pass", "passed"})


class _TestNG:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._suite = ""
        self._class = ""
        self._declared = 0
        self._tests = 0
        self._listed = 0
        self._failed = 0
        self._cases: list[tuple[Result, str, str, int, str, int | None]] = []
        self._retried: Counter[str] = Counter()
        self._attempts: dict[str, tuple[str, int]] = {}

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "test-method":
            self._method(attributes, reader.line)
        elif name == "class":
            package = attributes.get("package", "")
            self._class = attributes.get("name", "")
            if package and package != "[default]":
                self._class = f"{package}.{self._class}"
        elif name == "test":
            self._suite = attributes.get("name") or self._suite
        elif name == "suite":
            self._suite = attributes.get("name", "")
        elif name == "testng-results":
            self._declared = whole(attributes.get("failed"))
            # what is ignored is counted and not listed
            self._tests = whole(attributes.get("total")) - whole(attributes.get("ignored"))

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "class":
            self._close_class()
        elif len(reader.path) == 1:
            self._close_class()
            self.evidence += cases.fewer(self._tests, self._listed, reader.line)
            self.evidence += cases.unlisted(self._declared, self._failed, reader.line, "the report")

    def _method(self, attributes: dict[str, str], line: int) -> None:
        get = attributes.get
        result, why = self._words.read(get("status", ""))
        self._listed += 1
        name, signature = get("name", ""), get("signature", "")
        if get("is-config", "").strip().lower() == "true":
            if result is Result.FAILED:
                self._failed += 1
                self.evidence.append(
                    TestCase(Result.FAILED, name, self._class, self._suite, own=False, line=line)
                )
        elif get("retried", "").strip().lower() == "true":
            self._retried[signature or name] += 1
            self._attempts[signature or name] = (name, line)
        else:
            self._failed += result is Result.FAILED
            micros = read(get("duration-ms"), MILLISECOND)
            self._cases.append((result, name, signature, line, why, micros))

    def _close_class(self) -> None:
        # a retried attempt may stand before or after the last one: they are sorted by milliseconds
        ended = {signature or name for _, name, signature, *_ in self._cases}
        for key, (name, line) in self._attempts.items():
            if key not in ended:  # it failed, and the run stopped before it was tried again
                self._failed += 1
                self._cases.append((Result.FAILED, name, key, line, "", None))
        for result, name, signature, line, why, micros in self._cases:
            key = signature or name
            flaky = result is Result.PASSED and self._retried[key] > 0
            if flaky:
                self._retried[key] -= 1
            self.evidence.append(
                TestCase(
                    result,
                    name,
                    self._class,
                    self._suite,
                    flaky=flaky,
                    line=line,
                    why=why,
                    micros=micros,
                )
            )
        self._cases.clear()
        self._retried.clear()
        self._attempts.clear()
        self._class = ""


def _detect(head: Head) -> bool:
    if head.xml is None:
        return False
    if head.xml.root == "testng-results":
        return True
    return head.xml.root in {"suite", "test"} and {"started-at", "duration-ms"} <= set(
        head.xml.attributes
    )


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _TestNG(source), {"testng-results", "suite", "test"})


FORMAT = Format(
    name="testng",
    kind=Kind.TESTS,
    title="TestNG",
    producers="TestNG's XMLReporter (testng-results.xml)",
    detect=_detect,
    keys=frozenset({"<testng-results>", "<suite>", "<test>"}),
    read=_read,
    times=True,
    flaky=True,
    # its JUnitReportReporter is on by default, and writes a file per class
    repeats={"testng-results.xml": "TEST-*.xml"},
)
