"""Reading XML that is broken, hostile or huge: bounded memory, and an error at its place."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable
from pathlib import Path

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.model import TestCase
from scorecard_action.reading.fold import fold
from scorecard_action.reports import xml
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import junit
from tests.reports.child import read_in_child

MIB = 1 << 20

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a tool -->
<testsuites name="all" tests="3">
  <testsuite name="Größe" tests="3" failures="1">
    <properties><property name="a" value="b"/></properties>
    <testcase name="one" classname="a.b.C" time="0.1"/>
    <testcase name="two" classname="b.C"><failure message="1 &lt; é 🧪">at C</failure></testcase>
    <testcase name="three"><skipped/><system-out><![CDATA[ <&> ]]></system-out></testcase>
  </testsuite>
</testsuites>
""".encode()


def read(data: bytes) -> list[TestCase]:
    return [
        piece
        for piece in junit.FORMAT.read(Source(io.BytesIO(data)))
        if isinstance(piece, TestCase)
    ]


def written(path: Path, pieces: Iterable[bytes]) -> Path:
    with path.open("wb") as file:
        file.writelines(pieces)
    return path


def problem(path: Path) -> str:
    (found,) = fold(path, "r.xml", [Matcher(Selection())]).tallies[0].problems
    assert found.unreadable
    return found.message


def test_the_whole_report_is_read() -> None:
    assert [(case.result, case.name) for case in read(REPORT)] == [
        ("passed", "one"),
        ("failed", "two"),
        ("skipped", "three"),
    ]


@pytest.mark.parametrize("size", [pytest.param(n, id=str(n)) for n in range(1, len(REPORT) - 1)])
def test_cut_off_anywhere_is_unreadable_and_says_so(size: int) -> None:
    data = REPORT[:size]
    if data.endswith(b"</testsuites>"):
        pytest.skip("this is the whole document")
    with pytest.raises(ReportError, match="cut off") as caught:
        read(data)
    assert 1 <= caught.value.line <= 1 + data.count(b"\n")
    assert caught.value.column >= 1


@pytest.mark.parametrize("tenth", range(10))
def test_cut_off_at_every_tenth_it_keeps_what_came_before(tmp_path: Path, tenth: int) -> None:
    cases = b'<testcase name="a"><failure/></testcase>\n' * 5_000
    whole = b"<testsuite>\n" + cases + b"</testsuite>"
    data = whole[: len(whole) * tenth // 10]
    path = written(tmp_path / "r.xml", [data])
    tally = fold(path, "r.xml", [Matcher(Selection())]).tallies[0]
    assert len(tally.problems) == 1
    assert tally.problems[0].unreadable
    assert tally.passed == 0
    assert 500 * tenth - 1 <= tally.failed <= 500 * tenth
    assert tally.problems[0].line == (1 + data.count(b"\n") if data else 0)


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        pytest.param(b"<testsuite>\n  <a></b>\n</testsuite>", 2, 8, "mismatched tag", id="tags"),
        pytest.param(b"<testsuite/>\n<b/>", 2, 1, "junk after document element", id="two roots"),
        pytest.param(b"<a b='1'\n b='2'/>", 2, 2, "duplicate attribute", id="attribute twice"),
        pytest.param(b"<a>\n\x1b[31m</a>", 2, 1, "character or byte", id="control character"),
        pytest.param(b"<a>\n&#27;</a>", 2, 1, "invalid character number", id="its reference"),
        pytest.param(b"<a>\n&nbsp;</a>", 2, 1, "undefined entity", id="undefined entity"),
        pytest.param(b"<a>\n<b c=d/></a>", 2, 6, "character or byte", id="no quotes"),
        pytest.param(b"<a>\n]]></a>", 2, 3, "not well-formed", id="end of CDATA alone"),
        pytest.param("<a>\né <b></c></a>".encode(), 2, 8, "mismatched tag", id="after a letter é"),
    ],
)
def test_not_well_formed_at_line_and_column(
    data: bytes, line: int, column: int, message: str
) -> None:
    with pytest.raises(ReportError, match=message) as caught:
        read(data)
    assert (caught.value.line, caught.value.column) == (line, column)


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(12)
)


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param(f"<!DOCTYPE testsuite [{LAUGHS}]>", id="entity bomb"),
        pytest.param(
            f'<!DOCTYPE testsuite [<!ATTLIST testcase name CDATA "{"a" * 30_000}">]>',
            id="default-attribute bomb",
        ),
        pytest.param(
            '<!DOCTYPE testsuite [<!ENTITY x SYSTEM "file:///etc/passwd">]>', id="external entity"
        ),
        pytest.param(
            '<!DOCTYPE testsuite [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
            id="parameter entity",
        ),
        pytest.param("<!DOCTYPE testsuite [<!ELEMENT testsuite ANY>]>", id="an element"),
    ],
)
@pytest.mark.parametrize("body", ["&l11;&x;<testcase/>", "<testcase/>" * 1000])
def test_an_internal_subset_is_refused(tmp_path: Path, doctype: str, body: str) -> None:
    path = tmp_path / "r.xml"
    path.write_text(f"<?xml version='1.0'?>\n\n{doctype}<testsuite>{body}</testsuite>")
    found = read_in_child(path)
    ((line, _, message),) = found["problems"]
    assert "a DOCTYPE with an internal subset is refused" in message
    assert line == 3
    assert found["tests"] == 0
    assert found["peak"] < 60
    assert found["opened"] == [str(path)]


def test_an_empty_internal_subset_declares_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.xml"
    path.write_text(
        '<!DOCTYPE testsuite SYSTEM "x.dtd" []><testsuite><testcase name="a"/></testsuite>'
    )
    tally = fold(path, "r.xml", [Matcher(Selection())]).tallies[0]
    assert (tally.passed, tally.problems) == (1, [])


def test_an_internal_subset_is_named_whatever_the_format(tmp_path: Path) -> None:
    path = tmp_path / "r.xml"
    path.write_text('<!DOCTYPE coverage [<!ENTITY a "b">]><coverage line-rate="1"/>')
    assert "internal subset is refused" in problem(path)


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param('<!DOCTYPE testsuite SYSTEM "file:///etc/passwd">', id="file"),
        pytest.param('<!DOCTYPE testsuite SYSTEM "http://127.0.0.1:9/x.dtd">', id="URL"),
        pytest.param('<!DOCTYPE testsuite PUBLIC "-//X//EN" "https://127.0.0.1/x">', id="public"),
        pytest.param(
            '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl" type="text/xsl"?>', id="stylesheet"
        ),
    ],
)
def test_nothing_outside_is_loaded(tmp_path: Path, doctype: str) -> None:
    path = tmp_path / "r.xml"
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    path.write_text(f"{doctype}<testsuite>{include}<testcase name='a'/></testsuite>")
    found = read_in_child(path)
    assert (found["tests"], found["problems"]) == (1, [])
    assert found["opened"] == [str(path)]


def _repeat(piece: bytes, times: int) -> Iterable[bytes]:
    return itertools.repeat(piece, times)


def _huge_attribute(before: bytes) -> Iterable[bytes]:
    return itertools.chain([before], _repeat(b"a" * MIB, 200), [b'"/></testsuite>'])


HUGE = [
    pytest.param(_huge_attribute(b'<testsuite name="'), "one tag or comment", id="200 MB on root"),
    pytest.param(
        _huge_attribute(b'<testsuite><testcase name="'), "one tag or comment", id="200 MB below"
    ),
    pytest.param(_repeat(b"<testsuite>" * 1000, 5000), "1,000 deep", id="5 million nested suites"),
    pytest.param(
        itertools.chain([b"<testsuite>"], _repeat(b"<a>" * 1000, 5000)),
        "1,000 deep",
        id="5 million nested elements",
    ),
    pytest.param(
        itertools.chain([b"<testsuite><!--"], _repeat(b"a" * MIB, 20), [b"--></testsuite>"]),
        "one tag or comment",
        id="comment of 20 MB",
    ),
    pytest.param(
        itertools.chain([b"<testsuite><?php "], _repeat(b"a" * MIB, 20), [b"?></testsuite>"]),
        "one tag or comment",
        id="instruction of 20 MB",
    ),
    pytest.param(
        itertools.chain([b"<testsuite "], (b"a%d='' " % n for n in range(2_000_000)), [b"/>"]),
        "one tag or comment",
        id="2 million attributes",
    ),
    pytest.param(
        itertools.chain([b"<testsuite>"], (b"<p a%d='' b%d=''/>" % (n, n) for n in range(200_000))),
        "10,000 distinct names",
        id="attribute names without end",
    ),
    pytest.param(
        itertools.chain([b"<testsuite>"], (b"<a%d/>" % n for n in range(10_001))),
        "10,000 distinct names",
        id="10,001 element names",
    ),
]


@pytest.mark.parametrize(("pieces", "message"), HUGE)
def test_hostile_sizes_cost_bounded_memory(
    tmp_path: Path, pieces: Iterable[bytes], message: str
) -> None:
    found = read_in_child(written(tmp_path / "r.xml", pieces), timeout=60)
    ((line, _, told),) = found["problems"]
    assert message in told
    assert line == 1
    assert found["peak"] < 160  # 30 MB of Python, and a few times the limit of one tag
    (tmp_path / "r.xml").unlink()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"<system-out>", b"</system-out>", id="text"),
        pytest.param(b"<system-out><![CDATA[", b"]]></system-out>", id="CDATA"),
        pytest.param(b"<failure>", b"</failure>", id="text of a failure"),
    ],
)
def test_64_mb_of_output_cost_no_memory(tmp_path: Path, before: bytes, after: bytes) -> None:
    line = b"2027-01-31 12:00:00 INFO com.acme.Cart - total is 12.50\n"
    pieces = itertools.chain(
        [b'<testsuite><testcase name="a">' + before],
        _repeat(line * (MIB // len(line)), 64),
        [after + b"</testcase></testsuite>"],
    )
    found = read_in_child(written(tmp_path / "r.xml", pieces))
    assert (found["tests"], found["failed"]) == (1, int(before == b"<failure>"))
    assert found["problems"] == []
    assert found["peak"] < 60
    (tmp_path / "r.xml").unlink()


def test_names_at_their_limit_are_read() -> None:
    names = b"".join(b"<a%d/>" % n for n in range(xml.MAX_NAMES - 3))
    cases = read(b"<testsuite>" + names + b"<testcase name='x'/></testsuite>")
    assert [case.name for case in cases] == ["x"]


def test_depth_at_its_limit_is_read() -> None:
    deep = xml.MAX_DEPTH - 1
    data = b"<testsuite>" * deep + b"<testcase name='a'/>" + b"</testsuite>" * deep
    assert len(read(data)) == 1
    with pytest.raises(ReportError, match="nested more than 1,000 deep"):
        read(b"<testsuite>" + data + b"</testsuite>")


def test_a_tag_just_below_its_limit_is_read() -> None:
    data = b'<testsuite><testcase name="' + b"a" * (15 * MIB) + b'"/></testsuite>'
    assert len(read(data)[0].name) == 15 * MIB


def test_a_huge_tag_is_parsed_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    # expat begins an incomplete tag anew with every piece: 16 MiB in 256 pieces are 2 GB
    sizes: list[int] = []
    feed = xml.Reader.feed

    def counted(reader: xml.Reader, piece: bytes) -> None:
        sizes.append(len(piece))
        feed(reader, piece)

    monkeypatch.setattr(xml.Reader, "feed", counted)
    data = b'<testsuite><testcase name="' + b"a" * (15 * MIB) + b'"/></testsuite>'
    assert len(read(data)[0].name) == 15 * MIB
    assert sum(sizes) == len(data)
    assert len(sizes) < 15


@pytest.mark.parametrize(
    ("after", "message"),
    [
        pytest.param(b"", "cut off", id="cut off"),
        pytest.param(b'<testcase name="', "cut off", id="cut off in a tag"),
        pytest.param(b"<testcase </testcase>", "not well-formed", id="broken tag"),
        pytest.param(b"</testcase></testsuite>", "not well-formed", id="mismatched"),
        pytest.param(b"\xff</testsuite>", "byte", id="byte of another encoding"),
        pytest.param(b"<testsuite>" * 1_001, "1,000 deep", id="over a limit"),
        pytest.param(b"<!--" + b"a" * (17 * MIB), "16 MiB", id="a comment over its limit"),
    ],
)
@pytest.mark.parametrize("cases", [3, 3_000])
def test_what_stands_before_an_error_is_read(cases: int, after: bytes, message: str) -> None:
    data = b"<testsuite>" + b'<testcase name="a"><failure/></testcase>' * cases + after
    assert_read_before(data, cases, message)


def test_what_stands_before_an_error_of_the_encoding_is_read() -> None:
    # what follows the long name is still held back when there comes what is no UTF-16
    long = '<testcase name="' + "n" * 70_000 + '"/>'
    text = "\ufeff<testsuite>" + "<testcase/>" * 3 + long + " " * 30_000
    data = text.encode("utf-16-le") + b"\x00\xdc" * 100_000
    assert_read_before(data, 4, "not valid utf-16-le")


def assert_read_before(data: bytes, cases: int, message: str) -> None:
    found: list[object] = []
    with pytest.raises(ReportError, match=message):
        found.extend(junit.FORMAT.read(Source(io.BytesIO(data))))
    # list.extend keeps what came before the error
    assert len(found) == cases


def test_text_is_kept_only_where_it_is_asked_for_and_up_to_a_limit() -> None:
    taken: list[str] = []

    class Handler:
        evidence: list[object] = []  # noqa: RUF012 - unused

        def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
            if name == "keep":
                reader.keep_text()

        def end(self, name: str, reader: xml.Reader) -> None:
            if name == "keep":
                taken.append(reader.take_text())

    data = b"<a>no<keep>one<b/>two</keep>no<keep>" + b"x" * MIB + b"</keep>no<keep/></a>"
    list(xml.read(Source(io.BytesIO(data)), Handler()))  # type: ignore[arg-type]
    assert taken == ["onetwo", "x" * xml.TEXT_LIMIT, ""]


def test_prefixes_are_cut() -> None:
    data = (
        b'<j:testsuite xmlns:j="urn:j"><j:testcase name="a"><j:failure/></j:testcase></j:testsuite>'
    )
    assert [(case.name, case.result) for case in read(data)] == [("a", "failed")]
