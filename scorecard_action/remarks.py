"""Remarks: the one line of HTML that Datadog shows beside an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scorecard_action.masking import clip, mask_shapes
from scorecard_action.outputs.text import cut, html, link, printable

LIMIT = 1000
"""Characters of finished HTML; Datadog documents none, so this stays on the safe side."""

_EXAMPLE = 200  # characters of one example: a generated test name can be a page long
_LABEL = 100
_ROOM = 80  # characters that the reason may always have, before links are kept whole


def compose(
    reason: str,
    examples: Sequence[str],
    links: Sequence[tuple[str, str]],
    limit: int = LIMIT,
    *,
    more: int = 0,
    pages: Mapping[str, str] | None = None,
    beside: str = "",
) -> str:
    """`reason: example, example; beside. <a href="…">label</a> · …` in at most `limit` characters.

    Everything is plain text and comes out escaped; `links` has (label, URL) each, and those that
    are not http or https are left out. `more` is how many examples there are beyond the ones given;
    `pages` has the URL of those that have a page, which they link to where all examples fit so.
    `beside` belongs to the reason, and stands behind the examples.
    What is too long loses examples first, then the end of the reason, then links from the last.
    """
    # Before anything is escaped, after which no shape is what it was.
    text = printable(_without_secrets(reason, max(limit, 0))).rstrip(". ")
    after = printable(_without_secrets(beside, max(limit, 0))).rstrip(". ")
    after = f"; {after}" if after else ""
    room = min(len(html(text)) + 1, _ROOM, limit // 2)
    anchors = _anchors(links, limit - room - 1)
    budget = limit - len(anchors) - (1 if anchors else 0)
    named = [(one, (pages or {}).get(one, "")) for one in examples]
    body = _body(text, named, after, more, budget)
    return f"{body} {anchors}" if body and anchors else body or anchors


def _body(
    reason: str, examples: Sequence[tuple[str, str]], after: str, more: int, budget: int
) -> str:
    """The sentence: with as many examples as fit, else the reason alone, else its beginning."""
    head, end = html(reason), html(after)
    some = examples[: max(budget, 0)]
    shown = [html(cut(_without_secrets(example, _EXAMPLE), _EXAMPLE)) for example, _ in some]
    tries = [shown[:count] for count in range(len(shown), 0, -1)]
    if any(url for _, url in some):
        tries.insert(0, [_linked(text, url) for text, (_, url) in zip(shown, some, strict=True)])
    for parts in tries:
        left = len(examples) - len(parts) + more
        tail = f" and {left:,} more" if left else ""
        size = len(head) + sum(len(part) + 2 for part in parts) + len(tail) + 1
        if size + len(end) <= budget:
            return f"{head}: {', '.join(parts)}{tail}{end}."
    if len(head) + len(end) < budget:
        return f"{head}{end}." if head else ""
    return _fit(reason + after, budget)


def _linked(text: str, url: str) -> str:
    target = link(url) if mask_shapes(url) == url else None
    return f'<a href="{html(target)}">{text}</a>' if target else text


def _without_secrets(text: str, limit: int) -> str:
    """The text with known secrets masked, and no more of it than is needed to cut it at `limit`."""
    return mask_shapes(clip(text, 2 * limit + 1))


def _fit(text: str, budget: int) -> str:
    """The longest beginning whose escaped form fits: cut as text, so never inside an entity."""
    length = max(budget, 0)
    while length > 0:
        piece = html(cut(text, length))
        if len(piece) <= budget:
            return piece
        # No character grows by more than five when escaped, so this never jumps below the best.
        length -= max(1, (len(piece) - budget) // 6)
    return ""


def _anchors(links: Sequence[tuple[str, str]], budget: int) -> str:
    anchors: list[str] = []
    for label, url in links:
        target = link(url)
        if target and label:
            name = html(cut(label, _LABEL))
            anchors.append(f'<a href="{html(target)}">{name}</a>')
    while anchors and len(" · ".join(anchors)) > budget:
        anchors.pop()
    return " · ".join(anchors)
