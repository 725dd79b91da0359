"""What a report says beside its findings, by the marks of its description (row)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Nothing, Notice, ToolError
from scorecard_action.reports.lint.documents import line_number, unlisted
from scorecard_action.reports.lint.row import Every, Fewer, Said, Stop, Total, Zero
from scorecard_action.reports.lint.row_fields import Field, Mark, Walk
from scorecard_action.reports.lint.row_paths import Leaf, Shape, said

_LENGTH: Final = 700
Listed = Counter[str]
"""How many findings there were of each word."""
Marks = Callable[[Any, Listed, int], Iterator[Evidence]]
"""Given a document, what it listed and its line (0: the whole report), yields what it says."""


def marks(one: Said, root: Shape, first: Walk) -> Marks:
    """Bind a mark to the structures of its report, whose first list is `first`."""
    match one:
        case Stop():
            return _stop(one, root)
        case Zero():
            return _zero(one, root)
        case Fewer():
            return _fewer(one, root)
        case Total():
            return _total(one, root)
        case Every():
            return _every(one, first)


def _stop(one: Stop, root: Shape) -> Marks:
    walks = [Walk(at, root) for at in one.at.split("|")]
    text = one.text if "{" in one.text else f"={one.text}"
    bound = [
        (walk, Mark(one.when, walk.chain), Field(text, walk.chain, Leaf.ANY)) for walk in walks
    ]

    def stopped(document: object, _: Listed, line: int) -> Iterator[Evidence]:
        for walk, mark, words in bound:
            for parents, key, items in walk.groups(document):
                holds, say = mark.bind(parents, key), words.bind(parents, key)
                for item in items:
                    if mark.never or holds(item):
                        yield ToolError(clip(say(item), _LENGTH), line)

    return stopped


def _zero(one: Zero, root: Shape) -> Marks:
    gets = [root.get(path, Leaf.ANY) for path in one.counts]

    def nothing(document: object, listed: Listed, line: int) -> Iterator[Evidence]:
        counts = [value for get in gets if (value := get(document)) is not None]
        if counts and not listed.total() and not any(map(_amount, counts)):
            yield Nothing(one.text, line)

    return nothing


def _amount(value: object) -> bool:
    return bool(line_number(value)) if isinstance(value, int | float | str) else bool(said(value))


def _fewer(one: Fewer, root: Shape) -> Marks:
    done_of, wanted_of = root.get(one.done, Leaf.NUMBER), root.get(one.wanted, Leaf.NUMBER)

    def fewer(document: object, _: Listed, line: int) -> Iterator[Evidence]:
        if (done_of(document)) is None or wanted_of(document) is None:
            return
        done, wanted = line_number(done_of(document)), line_number(wanted_of(document))
        if done < wanted:
            yield ToolError(one.text.format(done=done, wanted=wanted), line)
        elif not wanted:
            yield Nothing(one.nothing, line)

    return fewer


def _total(one: Total, root: Shape) -> Marks:
    count_of = root.get(one.path, Leaf.NUMBER)

    def total(document: object, listed: Listed, _: int) -> Iterator[Evidence]:
        count = listed[one.word] if one.word else listed.total()
        yield from unlisted(one.tool, one.what, count_of(document), count)

    return total


def _every(one: Every, first: Walk) -> Marks:
    passed = Mark(one.passed, first.chain[:2]).bind()
    say = Field(one.say, first.chain[:2], Leaf.ANY).bind()

    def every(document: object, listed: Listed, line: int) -> Iterator[Evidence]:
        looked = first.outer(document)
        left = [item for item in looked if passed(item)]
        for item in left if one.say else ():
            yield Notice(clip(say(item), _LENGTH), line)
        if len(left) == len(looked) and not listed.total():
            none = f"all {one.what}s were ignored"
            why = none if looked else f"it lists every {one.what}, and there is none"
            yield Nothing(f"{one.tool} looked at no {one.what}: {why}", line)

    return every
