"""What the beginning of a report looks like, so that each format can say whether it is its own.

Computed once per file from its first 64 KiB, and cheap: for XML the first elements, for JSON the
paths of the first keys, for anything else the text.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from scorecard_action.reports.xml import on_declaration

MAX_ELEMENTS: Final = 200
MAX_TOKENS: Final = 4_000
MAX_PATH_DEPTH: Final = 6


_LATE: Final = re.compile(r"^<\?xml\s", re.MULTILINE)


@dataclass(frozen=True)
class XmlHead:
    """The first elements of an XML document, prefixes cut.

    `elements` has (depth, name, attributes) each, the root first at depth 0. `namespace` is the
    root's default namespace, `doctype` the public and system id of its DOCTYPE. Of a document whose
    first tag is longer than the head, or whose DOCTYPE has an internal subset (`internal`), only
    the name of the root is known.
    """

    elements: tuple[tuple[int, str, dict[str, str]], ...]
    doctype: str = ""
    internal: bool = False

    @property
    def root(self) -> str:
        """The root element's name."""
        return self.elements[0][1]

    @property
    def attributes(self) -> dict[str, str]:
        """The root element's attributes."""
        return self.elements[0][2]

    @property
    def namespace(self) -> str:
        """The default namespace of the root, or ""."""
        return self.attributes.get("xmlns", "")

    @property
    def children(self) -> frozenset[str]:
        """The names seen directly below the root."""
        return frozenset(name for depth, name, _ in self.elements if depth == 1)

    @property
    def names(self) -> frozenset[str]:
        """All element names seen."""
        return frozenset(name for _, name, _ in self.elements)


@dataclass(frozen=True)
class JsonHead:
    """The first keys of a JSON document, or of the first documents of a JSON-lines file.

    `root` is "{" or "["; `paths` the keys seen, as `runs`, `runs[]`, `runs[].tool`: the elements of
    an array share a path, which ends in `[]`. `values` has the first scalar seen at a path, as
    JSON text (strings without their quotes). `documents` counts the top-level values begun;
    `prefix` is the text before the first.
    """

    root: str
    paths: frozenset[str]
    values: dict[str, str]
    documents: int
    prefix: str = ""


@dataclass
class Head:
    """The beginning of one report; `xml` and `json` are None where it does not begin so."""

    text: str
    xml: XmlHead | None = field(init=False)
    json: JsonHead | None = field(init=False)

    def __post_init__(self) -> None:
        self.xml = _xml_head(self.text) if self.text.startswith("<") else None
        self.json = None if self.text.startswith("<") else _json_head(self.text)

    def after_log(self) -> Head | None:
        """Return the head of the XML document that stands behind lines of others, if there is one:
        its declaration begins a line.
        """
        late = None if self.text.startswith("<") else _LATE.search(self.text)
        return Head(self.text[late.start() :]) if late else None


class _Enough(Exception):
    pass


# The name in the first tag, behind declaration, comments and DOCTYPE.
_ROOT: Final = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*>)*+<([^\W\d][\w:.-]*+)", re.DOTALL
)


class _DeclaresError(Exception):
    """The DOCTYPE of this root declares something of its own."""


def _xml_head(text: str) -> XmlHead | None:
    elements: list[tuple[int, str, dict[str, str]]] = []
    doctype: list[str] = []
    depth = 0
    refused = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        elements.append((depth, name.rpartition(":")[2], attributes))
        depth += 1
        if len(elements) >= MAX_ELEMENTS:
            raise _Enough

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def begin_doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
        doctype.append(f"{public or ''} {system or ''}".strip())
        if internal:
            # refused when it is read; nothing of it is expanded here
            on_declaration(parser, _DeclaresError(name.rpartition(":")[2]))

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = begin_doctype
    # reading the report will say what is wrong, and where
    try:
        with suppress(_Enough, expat.ExpatError):
            parser.Parse(text.encode("utf-8", "replace"), False)
    except _DeclaresError as error:
        refused = True
        elements.append((0, str(error), {}))
    if not elements and (root := _ROOT.match(text)):
        elements.append((0, root[1].rpartition(":")[2], {}))
    if not elements:
        return None
    return XmlHead(tuple(elements), doctype[0] if doctype else "", refused)


_TOKEN: Final = re.compile(
    r'[\s,\0]*+(?:("(?:[^"\\]|\\.)*+")\s*+(:)?|([{}\[\]])|([^\s,:{}\[\]"]++))', re.DOTALL
)
_BEGIN: Final = re.compile(r"^[ \t]*+(?=[{\[])", re.MULTILINE)


def _json_head(text: str) -> JsonHead | None:
    begin = _BEGIN.search(text)
    if not begin:
        return None
    root = text[begin.end()]
    paths: set[str] = set()
    values: dict[str, str] = {}
    stack: list[str] = []  # for each open bracket, the path of what it holds
    key: str | None = None
    documents = 0
    position = begin.end()
    for _ in range(MAX_TOKENS):
        token = _TOKEN.match(text, position)
        if not token:
            break
        position = token.end()
        string, colon, bracket, scalar = token.groups()
        here = _path(stack, key)
        if colon and string:
            key = string[1:-1]
            if len(stack) <= MAX_PATH_DEPTH:
                paths.add(_path(stack, key))
            continue
        if bracket in ("{", "["):
            documents += not stack
            stack.append(here + "[]" if bracket == "[" else here)
            if bracket == "[":
                paths.add(here + "[]")
        elif bracket:
            if stack:
                stack.pop()
        elif len(stack) <= MAX_PATH_DEPTH:
            paths.add(here)
            values.setdefault(here, string[1:-1] if string else scalar or "")
        key = None
    return JsonHead(root, frozenset(paths), values, documents, text[: begin.start()])


def _path(stack: list[str], key: str | None) -> str:
    base = stack[-1] if stack else ""
    if key is None:
        return base
    return f"{base}.{key}" if base else key
