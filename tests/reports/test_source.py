"""Opening a report: encodings, beginnings, and everything that is no readable regular file."""

from __future__ import annotations

import io
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports.opener import opened
from scorecard_action.reports.source import EmptyReport, Source
from tests.reports.child import read_in_child

NOBODY = 65534

# One test named with letters that every encoding of the table has its own bytes for.
NAMES = {
    "latin-1": "Größe é ¡",
    "iso-8859-15": "10 € Größe",
    "windows-1252": "“10 €” Größe",
    "cp1251": "Проверка",
    "koi8-r": "Проверка",
    "Shift_JIS": "検査テスト",
    "euc-jp": "検査テスト",
    "iso-2022-jp": "検査テスト",
    "gb18030": "测试 𠀀",
    "gbk": "测试",
    "big5": "測試",
    "euc-kr": "시험",
    "us-ascii": "plain",
    "UTF-8": "Größe 検査 🧪",
}


def read(data: bytes) -> bytes:
    return b"".join(Source(io.BytesIO(data)).chunks())


def case_names(path: Path) -> list[str]:
    with opened(path) as (_, evidence):
        return [piece.name for piece in evidence]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(b"\xef\xbb\xbf", "utf-8", id="utf-8"),
        pytest.param(b"\xff\xfe", "utf-16-le", id="utf-16 little"),
        pytest.param(b"\xfe\xff", "utf-16-be", id="utf-16 big"),
        pytest.param(b"\xff\xfe\0\0", "utf-32-le", id="utf-32 little"),
        pytest.param(b"\0\0\xfe\xff", "utf-32-be", id="utf-32 big"),
    ],
)
@pytest.mark.parametrize("declared", ["", "latin-1", "utf-8", "UTF-16", "klingon"])
def test_a_byte_order_mark_wins_over_the_declaration(
    tmp_path: Path, mark: bytes, encoding: str, declared: str
) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    # longer than the head and the chunks, with characters that straddle their borders
    text = declaration + '<testsuite><testcase name="é検🧪"/>' + "\n<!-- é検🧪 -->" * 20_000
    path = tmp_path / "report.xml"
    path.write_bytes(mark + (text + '<testcase name="last"/></testsuite>').encode(encoding))
    assert case_names(path) == ["é検🧪", "last"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_declaration(tmp_path: Path, encoding: str) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><testsuite><testcase name="é検🧪"/></testsuite>'
    path = tmp_path / "report.xml"
    path.write_bytes(text.encode(encoding))
    assert case_names(path) == ["é検🧪"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("<testsuite/>".encode("utf-16-le"), id="utf-16 without mark or declaration"),
        pytest.param('<?xml version="1.0"?><a/>'.encode("utf-32-be"), id="utf-32 without mark"),
        pytest.param(b"\x7fELF\x02\x01\x01\0\0\0", id="a program"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", id="a picture"),
        pytest.param(b"<testsuite>\0</testsuite>", id="a NUL in a report"),
    ],
)
def test_binary_is_unreadable(data: bytes) -> None:
    with pytest.raises(ReportError, match="binary") as caught:
        Source(io.BytesIO(data))
    assert caught.value.line == 1


@pytest.mark.parametrize("encoding", [pytest.param(name, id=name) for name in NAMES])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_the_declared_encoding_is_read(tmp_path: Path, encoding: str, quote: str) -> None:
    name = NAMES[encoding]
    declaration = f"<?xml version={quote}1.0{quote} encoding = {quote}{encoding}{quote} ?>"
    path = tmp_path / "report.xml"
    path.write_bytes(
        (declaration + f'<testsuite><testcase name="{name}"/></testsuite>').encode(encoding)
    )
    assert case_names(path) == [name]


@pytest.mark.parametrize("declared", ["utf-16", "UTF-16LE", "utf-32", "UTF16"])
def test_a_declaration_that_cannot_be_true_is_passed_over(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "report.xml"
    text = f'<?xml version="1.0" encoding="{declared}"?><testsuite><testcase name="é"/></testsuite>'
    path.write_bytes(text.encode())
    assert case_names(path) == ["é"]


@pytest.mark.parametrize(
    "name", ["klingon", "utf-7", "idna", "rot13", "unicode_escape", "zlib_codec", "punycode", "hex"]
)
def test_only_encodings_of_the_list_are_known(name: str) -> None:
    with pytest.raises(ReportError, match=f"encoding '{name}' is not known") as caught:
        Source(io.BytesIO(f'<?xml version="1.0" encoding="{name}"?><testsuite/>'.encode()))
    assert caught.value.line == 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            b"<testsuite><system-out><![CDATA[<?xml version='1.0' encoding='klingon'?>]]>"
            b"</system-out></testsuite>",
            id="in the output of a test",
        ),
        pytest.param(
            b"""{"runs": [{"results": [{"message": {"text":"<?xml encoding='cp037'?>"}}]}]}""",
            id="in a JSON text",
        ),
        pytest.param(
            b"<!-- <?xml version='1.0' encoding='utf-16'?> -->\n<testsuite/>", id="in a comment"
        ),
    ],
)
def test_a_declaration_elsewhere_is_no_declaration(data: bytes) -> None:
    assert Source(io.BytesIO(data)).encoding == "utf-8"
    assert read(data) == data


@pytest.mark.parametrize(
    ("encoding", "bad", "line"),
    [
        pytest.param("shift_jis", b"\x81\xff", 3, id="shift_jis"),
        pytest.param("cp1252", b"\x81", 3, id="cp1252 has no 0x81"),
        pytest.param("gb18030", b"\xff\xff", 3, id="gb18030"),
        pytest.param("ascii", b"\xe9", 3, id="ascii"),
    ],
)
@pytest.mark.parametrize("far", [0, 200_000])
def test_bytes_that_are_not_of_the_encoding(encoding: str, bad: bytes, line: int, far: int) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>\n<testsuite>\n'.encode()
    data += b"<!-- -->\n" * far + bad + b"\n</testsuite>"
    with pytest.raises(ReportError, match="not valid") as caught:
        read(data)
    assert caught.value.line == line + far


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff\xfe<\0t\0e", id="utf-16 cut in a character"),
        pytest.param(b"\xff\xfe<\0\x00\xd8<\0", id="utf-16 with a lone surrogate"),
        pytest.param(b"\xff\xfe\0\0<\0\0\0\xff\xff\xff\xff", id="utf-32 out of range"),
    ],
)
def test_broken_wide_encodings_are_unreadable(data: bytes) -> None:
    with pytest.raises(ReportError, match="not valid utf"):
        read(data)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        pytest.param(b"<testsuite>\n<testcase name='\xe9'/>\n</testsuite>", 2, 17, id="latin-1"),
        pytest.param(b"<testsuite>\n\n<testcase name='\xc0\xaf'/></testsuite>", 3, 17, id="long"),
        pytest.param(b"<testsuite>\n<a b='\xed\xa0\x80'/></testsuite>", 2, 7, id="surrogate"),
    ],
)
def test_undeclared_bytes_that_are_no_utf_8(
    tmp_path: Path, data: bytes, line: int, column: int
) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(data)
    with pytest.raises(ReportError, match="byte that may not stand here") as caught:
        case_names(path)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("leading", "line"),
    [
        pytest.param(b"", 1, id="nothing"),
        pytest.param(b"\n\n  \t", 3, id="blank lines"),
        pytest.param(b"\r\n\r\n", 3, id="windows line ends"),
        pytest.param(b"<!-- a\nb -->\n\n<!-- -- > -->", 4, id="comments"),
        pytest.param(b"\xef\xbb\xbf\n\n", 3, id="a mark, then blanks"),
        pytest.param(b"\n" * 200_000, 200_001, id="more blanks than the head holds"),
    ],
)
def test_what_stands_before_the_declaration_is_skipped_and_counted(
    tmp_path: Path, leading: bytes, line: int
) -> None:
    path = tmp_path / "report.xml"
    begin = leading + b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuite>\n<testcase name="a"/>\n'
    path.write_bytes(begin + b"</testsuite>")
    assert case_names(path) == ["a"]
    path.write_bytes(begin + b"</testsuit>")
    with pytest.raises(ReportError) as caught:
        case_names(path)
    assert caught.value.line == line + 3


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="0 bytes"),
        pytest.param(b"\xef\xbb\xbf", id="a mark alone"),
        pytest.param(b" \r\n\t\n", id="blanks"),
        pytest.param(b"\xff\xfe \0\n\0", id="blanks in utf-16"),
        pytest.param(b" " * 1_000_000, id="a megabyte of blanks"),
    ],
)
def test_an_empty_file_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyReport):
        Source(io.BytesIO(data))


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    os.chdir(path.parent)  # the address of a socket has 107 bytes at the most
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)


def _linked_socket(path: Path) -> None:
    _socket(path.with_name("s"))
    path.symlink_to("s")


def _nowhere(path: Path) -> None:
    path.symlink_to("gone.xml")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/null")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(Path.mkdir, "a directory", id="directory"),
        pytest.param(_fifo, "a FIFO", id="FIFO"),
        pytest.param(_socket, "a socket", id="socket"),
        pytest.param(_linked_socket, "a socket", id="link to a socket"),
        pytest.param(_device, "a device", id="device"),
        pytest.param(_nowhere, "a link to a file that does not exist", id="broken link"),
        pytest.param(_loop, "cannot be opened: Too many levels", id="link to itself"),
        pytest.param(lambda path: None, "cannot be opened: No such file", id="no file"),
    ],
)
def test_only_regular_files_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "report.xml"
    make(path)
    with pytest.raises(ReportError, match=message):
        Source.open(path)


def test_a_file_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own is closed to other users
        Path(folder).chmod(0o755)
        path = Path(folder) / "report.xml"
        path.write_text("<testsuite><testcase/></testsuite>")
        path.chmod(0)
        if os.geteuid():
            with pytest.raises(ReportError, match="cannot be opened: Permission denied"):
                Source.open(path)
        else:  # root reads everything
            found = read_in_child(path, user=NOBODY)
            assert found["problems"] == [[0, 0, "cannot be opened: Permission denied"]]


def test_descriptors_are_closed_whatever_happens(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for data in (b"", b"\0", b"<a", b'<?xml version="1.0" encoding="klingon"?>', b"<testsuite/>"):
        path = tmp_path / "report.xml"
        path.write_bytes(data)
        for _ in range(5):
            with pytest.raises(ReportError) if data != b"<testsuite/>" else opened(path):
                case_names(path)
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(ReportError):
        Source.open(tmp_path / "fifo")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_windows_line_ends_count_as_one(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(b"<testsuite>\r\n<testcase>\r\n</testcas>\r\n</testsuite>")
    with pytest.raises(ReportError) as caught:
        case_names(path)
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"a\nb\n", [b"a", b"b"], id="unix"),
        pytest.param(b"a\r\nb\r\n", [b"a", b"b"], id="windows"),
        pytest.param(b"a\n\nb", [b"a", b"", b"b"], id="blank line, no end"),
        pytest.param(b"\xff\xfea\0\r\0\n\0b\0", [b"a", b"b"], id="utf-16, as PowerShell writes"),
        pytest.param(b"x" * 65_535 + b"\r\ny", [b"x" * 65_535, b"y"], id="end across chunks"),
        pytest.param(
            b"a\n" + b"x" * 10_000_000 + b"tail\nb", [b"a", b"x" * (1 << 20), b"b"], id="10 MB"
        ),
        pytest.param(b"x" * (1 << 20) + b"yz", [b"x" * (1 << 20)], id="10 MB without an end"),
    ],
)
def test_lines(data: bytes, lines: list[bytes]) -> None:
    assert list(Source(io.BytesIO(data)).lines()) == lines


def test_a_line_of_ten_megabytes_in_xml(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    line = b"<testsuite>" + b"<testcase name='a'/>" * 500_000 + b"</testsuit>"
    path.write_bytes(line)
    with pytest.raises(ReportError) as caught:
        case_names(path)
    assert (caught.value.line, caught.value.column) == (1, len(line) - len("testsuit>") + 1)


def test_a_document_over_its_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scorecard_action.reports.source.DOCUMENT_LIMIT", 1 << 20)
    with pytest.raises(ReportError, match="over 1 MiB"):
        Source(io.BytesIO(b"[" + b"1," * (1 << 20))).document()
    assert len(Source(io.BytesIO(b"x" * (1 << 20))).document()) == 1 << 20


def test_no_more_memory_is_asked_for_than_the_file_needs() -> None:
    asked: list[int] = []

    class Recorded(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size or -1)
            return super().read(size)

    content = b'{"a": "' + b"x" * 200_000 + b'"}'
    assert Source(Recorded(content)).document() == content
    assert min(asked) > 0
    assert max(asked) <= len(content) + 1
