"""Which format a report is in: decided by its content, never by its name."""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Kind
from scorecard_action.near import did_you_mean, nearest
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import BY_PRODUCTS, FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.index import Index
from scorecard_action.reports.own.row import Own
from scorecard_action.reports.own.table import owner
from scorecard_action.reports.source import Source
from scorecard_action.reports.xml import INTERNAL_SUBSET

TWO_REPORTS: Final = (
    "findings of a linter stand before an XML report: write each to a file of its own,"
    " or name the XML with `format:`, which passes over what stands before it"
)
# what these begin with says little: a log may hold anything
_TEXTS: Final = frozenset({"lint-text", "github-annotations", "azure-annotations"})
_JSON: Final = re.compile(r"[\[{]\s*(?:[\[\]{}\"\d-]|true|false|null|$)")
_NOTHING: Final = re.compile(r"\s*([\[{])\s*[\]}]\s*")
_FORMS: Final = (*FORMATS.values(), *BY_PRODUCTS.values())
_INDEX: Final = Index(_FORMS)


def detect(source: Source) -> Format:
    """Return the format that the beginning of the report shows.

    Raises ReportError where it is of no known format: says what was seen, and how to name one.
    """
    head = Head(source.head.decode("utf-8", "replace"))
    form = _detected(head)
    # lines of text before an XML report: a log, or what another linter found
    if (late := head.after_log()) and (behind := _detected(late)):
        if form is None:
            return behind._replace(clean_list=False)
        if form.kind is Kind.LINT and head.json is None:
            raise ReportError(TWO_REPORTS, source.first_line)
    if form:
        # some have an object as well, whose clean form says what it is
        array = head.json is not None and head.json.root == "["
        return form if array else form._replace(clean_list=False)
    head = late or head
    if head.xml and head.xml.internal:
        raise ReportError(INTERNAL_SUBSET, source.first_line)
    raise ReportError(_unknown(head), source.first_line)


def _detected(head: Head) -> Format | None:
    return next((form for form in _INDEX.asked(head) if form.detect(head)), None)


def refuse_other(source: Source, named: Format) -> None:
    """Raise ReportError where the report shows that it is of another format than the one named.

    A reader that passes over what it does not know would call it clean. What shows no format at all
    is left to the reader; formats of text, where anything may stand, are not asked.
    """
    head = Head(source.head.decode("utf-8", "replace"))
    head = head.after_log() or head
    begun = head.xml is not None or (head.json is not None and not head.json.prefix.strip())
    if not begun or named.detect(head):
        return
    other = _detected(head)
    if other and other.kind and other.name not in {named.name, *_TEXTS}:
        raise ReportError(
            f"this is {other.title}, not {named.title}: `format:` names the wrong one",
            source.first_line,
        )


def candidates(head: Head) -> list[str]:
    """Return the names of all formats that take this head; more than one is a fault here."""
    return [form.name for form in _FORMS if form.detect(head)]


def by_name(name: str) -> Format:
    """Return the format called `name`; raises ReportError with the nearest names."""
    if form := FORMATS.get(name):
        return form
    raise ReportError(f"unknown format {name!r}; {did_you_mean(nearest(name, FORMATS) or FORMATS)}")


def _unknown(head: Head) -> str:
    if own := owner(head):
        return f"unknown format: {_advice(own, head)}"
    if head.xml:
        seen = f"XML with the root element <{clip(head.xml.root, 60)}>"
    elif head.text.startswith("<"):
        seen = "text that begins with '<' and is no XML"
    elif nothing := _NOTHING.fullmatch(head.text):
        if nothing[1] == "[":
            return (
                "an empty JSON array, which does not say that any tool ran; `format:` in the"
                " mapping says what it is (`{path: …, format: …}`),"
                " `scorecard-action inspect --formats` lists them"
            )
        seen = "JSON without a key, which does not say that any tool ran"
    elif head.json and _JSON.match(head.text):
        array = "[]." if head.json.root == "[" else ""
        below = (path.removeprefix(array) for path in head.json.paths if path.startswith(array))
        keys = sorted({key.removesuffix("[]") for key in below if "." not in key} - {""})[:8]
        what = "a JSON array of objects" if array else "JSON"
        seen = f"{what} with {clip(', '.join(keys), 200)}" if keys else "JSON without a key"
    else:
        seen = "text"
    near = f"; nearest: {', '.join(names)}" if (names := _nearest(head)) else ""
    return (
        f"unknown format: {seen}{near};"
        " `format:` in the mapping names it, `scorecard-action inspect --formats` lists them"
    )


def _advice(own: Own, head: Head) -> str:
    """Say whose output this is, and what to let it write."""
    what = "XML" if head.xml else "JSON" if head.json else "text"
    this = f"this is {own.tool}'s own {what}"
    if own.line:
        return f"{this}: let it write {FORMATS[own.writes].title}, {own.said}"
    return f"{this}: {own.note or 'it writes no format that is read'}"


def _nearest(head: Head) -> list[str]:
    """The formats whose names or titles are the root element or one of the first keys, but for a
    letter.
    """
    if head.xml:
        words = [head.xml.root]
    else:
        keys = {path.split(".")[-1].strip("[]") for path in (head.json.paths if head.json else ())}
        words = sorted(keys - {""})[:20]
    known = {name: name for name in FORMATS}
    known |= {form.title.split()[0].lower(): name for name, form in FORMATS.items()}
    alike = [
        known[name]
        for word in words
        for name in nearest(word.lower(), known, 2)
        # tools do not misspell: `results` is not eslint, nor is <coverage> scoverage
        if len(name) == len(word) and sum(map(str.__ne__, name, word.lower())) <= 1
    ]
    return list(dict.fromkeys(alike))[:3]
