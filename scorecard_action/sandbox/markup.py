"""What the page shows of a remark: its text and its http(s) links, nothing else of its HTML."""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Remarks are meant to be one line; this bounds what a hostile one can cost to parse and to show.
SHOWN = 10_000
_LONGEST_URL = 2_000
# Comments, declarations, instructions: at some (`<![<`) the parser raises AssertionError.
_NO_TAG = re.compile(r"<(?!/?[A-Za-z])")


def safe(remarks: str) -> str:
    """HTML that is safe to place in an element: text, and `<a>` with an http or https address.

    Other markup is shown as the text it is. Beyond SHOWN characters the rest is left out, which
    the result says.
    """
    shown = remarks[:SHOWN]
    if len(remarks) > SHOWN:
        # A cut inside a tag would show half of its address as text.
        opened = shown.rfind("<")
        shown = shown[:opened] if opened > shown.rfind(">") else shown
    parser = _Sanitizer()
    parser.feed(_NO_TAG.sub("&lt;", shown))
    result = parser.result()
    if len(remarks) > SHOWN:
        result += f" … ({len(remarks) - len(shown):,} more characters)"
    return result


def address(href: str | None) -> str | None:
    """The address if a browser would go to an http or https host with it, else None."""
    if not href or len(href) > _LONGEST_URL:
        return None
    # Browsers drop tabs and newlines and take `\\` for `/`: such an address is not what it seems.
    if "\\" in href or any(not char.isprintable() or char.isspace() for char in href):
        return None
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return None
    return href if parts.scheme in ("http", "https") and host else None


class _Sanitizer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open = False

    def result(self) -> str:
        # What is left is a tag that never ended, or text after the last one: close() would read it
        # differently from one version of Python to the next.
        self._text(html.unescape(self.rawdata))
        self.rawdata = ""
        self._close()
        return "".join(self._parts)

    def set_cdata_mode(self, *_: object, **__: object) -> None:
        # The base class reads on to </script> as raw text; to us a script is markup like any other.
        pass

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        url = address(next((value for name, value in attrs if name == "href"), None))
        if tag != "a" or url is None:
            self._text(self.get_starttag_text() or "")
            return
        self._close()
        self._parts.append(
            f'<a href="{html.escape(url)}" rel="noopener noreferrer nofollow">',
        )
        self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            self._close()
        else:
            self._text(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._text(self.get_starttag_text() or "")

    def handle_data(self, data: str) -> None:
        self._text(data)

    def _text(self, text: str) -> None:
        self._parts.append(html.escape("".join(map(_visible, text))))

    def _close(self) -> None:
        if self._open:
            self._parts.append("</a>")
            self._open = False


def _visible(char: str) -> str:
    # Control characters and bidi marks could make the page say something else than the remark does.
    if char in "\t\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs"):
        return char
    return char if char == "\u200d" else "\ufffd"
