"""Text from reports, mappings and Datadog made safe for the place it is shown in.

Every function takes text as it came (any code point, lone surrogates too) and is used exactly
once on it: `terminal`, `html` and `markdown` are alternatives and never follow one another.
`cut` comes first, since what it cuts after escaping could end inside an escape.
"""

from __future__ import annotations

import json
import re
import unicodedata
from html import escape
from urllib.parse import quote, urlsplit

from scorecard_action.masking import end_masked

# Controls, and everything that is drawn as nothing or turns the direction of what follows:
# soft hyphen, joiners, fillers, bidi marks, separators, BOM, tags, supplementary selectors; lone
# surrogates and non-characters, which no encoding can carry.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}

# GitHub reads a command from a line whose first word starts with `::`, and `##[` anywhere; Azure
# Pipelines `##vso[` and `##[`, TeamCity `##teamcity[`. Colours may stand before the first word.
_MARKER = re.compile(r"##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)
_BREAKS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_COMMAND = re.compile(
    rf"((?:\A|(?<=[{_BREAKS}]))(?:(?![{_BREAKS}])[\s\ufeff\u200b]|\x1b\[[0-9;]*m)*):(?=:)"
)

# ASCII punctuation that Markdown or GitHub's extensions give a meaning somewhere, and blanks at
# either end, which would be dropped or start a code block.
_MARKDOWN = re.compile(r"""[!"#$&()*+\-.:<=>@\[\\\]^_`{|}~]|\A\s|\s\Z""")
# GitHub looks for mentions, emoji codes and formulas in the text of the finished page, where an
# entity is a plain character again; a span of its own keeps the character from its neighbours.
_ALONE = re.compile(r"[@$]|:(?=[a-z0-9_+-]+:)", re.IGNORECASE)

_HOST = re.compile(r"[\w.:\[\]-]+")
_URL_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def printable(text: str) -> str:
    r"""One line in which every character can be seen: `\x1b`, `\u202e`, `\n`, `\udc80`."""
    return _UNSEEN.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if code < 0x100:
        return _SHORT.get(char) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def terminal(text: str) -> str:
    """One line for a terminal or a CI log. The finished output still needs `guard_lines`."""
    return guard_lines(printable(text))


def guard_lines(text: str) -> str:
    """Finished output, of many lines, in which no CI system finds a command.

    `::` at the start of a line becomes `: :`, and `##[`, `##vso[`, `##teamcity[` anywhere `# #[` ….
    To be used on what is written, after wrapping: only then is it known where lines start.
    """
    return _COMMAND.sub(r"\1: ", _MARKER.sub("# #", text))


def html(text: str) -> str:
    """Text for HTML, between tags or in a quoted attribute."""
    return escape(printable(text), quote=True)


def markdown(text: str) -> str:
    """Text for one line of GitHub's Markdown, a table cell too: shown as it is, never interpreted.

    Every character with a meaning becomes an entity; `<span>` around some is the only tag.
    """
    seen = printable(text)
    alone = {match.start() for match in _ALONE.finditer(seen)}

    def entity(match: re.Match[str]) -> str:
        coded = f"&#{ord(match[0])};"
        return f"<span>{coded}</span>" if match.start() in alone else coded

    return _MARKDOWN.sub(entity, seen)


def json_text(text: str) -> str:
    r"""A string of JSON that means the same, in which every character can be seen, and no CI finds
    a command: `\u202e`, `\u0023#[`.
    """
    seen = _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)
    return _MARKER.sub(r"\\u0023#", seen)


def link(url: str) -> str | None:
    """The URL with everything unusual percent-encoded, or None where it is not fit for a link.

    Fit is http or https with a host, and without user or password, blanks, controls or `\\`
    (which browsers read as `/`). Still to be escaped for the page it goes into.
    """
    if printable(url) != url or "\\" in url or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # a port that is no number raises
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or not _HOST.fullmatch(parts.netloc):
        return None
    rest = url[url.index("//") + 2 + len(parts.netloc) :]
    return f"{parts.scheme}://{parts.netloc}{quote(rest, safe=_URL_SAFE)}"


def sound(text: str) -> str:
    """Text that UTF-8 can hold: a lone surrogate (from a file name, say) becomes `?`."""
    return text.encode("utf-8", "replace").decode()


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, `…` for what is missing; accents stay with their letter.

    No secret is cut in two: it is masked.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = limit - 1
    while end and _joined(text, end):
        end -= 1
    return end_masked(text[: end or limit - 1]).rstrip() + "…"


def _joined(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before it."""
    char = text[at]
    return (
        unicodedata.category(char)[0] == "M"
        or char == "\u200d"
        or text[at - 1] == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
    )
