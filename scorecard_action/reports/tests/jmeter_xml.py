"""JMeter's JTL in XML (`jmeter.save.saveservice.output_format=xml`).

Format: xdocs/usermanual/listeners.xml of apache/jmeter. A case is a sample that stands in no other:
a transaction fails where one of its samples does. It fails, too, where an assertion of it says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import MILLISECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.words import Said, Words

_ROOTS: Final = frozenset({"testResults"})
_SAMPLES: Final = frozenset({"httpSample", "sample"})
_VERDICTS: Final = frozenset({"failure", "error"})
_PASSED: Final = ("true",)
_FALSE: Final = "false"


class _JMeter:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, ())
        self._said: Said = (Result.FAILED, "")
        self._sample: dict[str, str] = {}
        self._line = 0
        self._count = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        path = reader.path
        if len(path) == 2 and name in _SAMPLES:
            self._sample, self._line = attributes, reader.line
            self._said = self._read(attributes)
        elif name in _SAMPLES and self._said[0] is Result.PASSED:
            self._said = self._read(attributes)
        elif name in _VERDICTS and path[-2] == "assertionResult":
            reader.keep_text()

    def _read(self, attributes: dict[str, str]) -> Said:
        word = attributes.get("s", "")
        return (Result.FAILED, "") if word == _FALSE else self._words.read(word)

    def end(self, name: str, reader: xml.Reader) -> None:
        path = reader.path
        if name in _VERDICTS and len(path) > 1 and path[-2] == "assertionResult":
            if reader.take_text().strip().lower() == "true":
                self._said = Result.FAILED, ""
        elif len(path) == 2 and name in _SAMPLES:
            self._count += 1
            result, why = self._said
            label = self._sample.get("lb", "")
            # samples of one label are no attempts at one test
            self.evidence.append(
                TestCase(
                    result,
                    label,
                    line=self._line,
                    why=why,
                    id=str(self._count),
                    micros=read(self._sample.get("t"), MILLISECOND),
                )
            )


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root not in _ROOTS:
        return False
    return head.xml.children <= _SAMPLES


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _JMeter(source), _ROOTS)


FORMAT = Format(
    name="jmeter-xml",
    kind=Kind.TESTS,
    title="JMeter results (JTL, XML)",
    producers="jmeter -n -l results.jtl -Jjmeter.save.saveservice.output_format=xml",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
