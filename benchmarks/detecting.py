"""How long it takes to tell the format of a report, and that this does not grow with their number.

    python benchmarks/detecting.py

Tells the formats of 10,000 small files, the samples of the tests over and over, among the formats
that there are, and among five times as many, each again under keys that no file has.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import BY_PRODUCTS, FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.index import Index

FILES = 10_000
SMALL = 20_000
SAMPLES = Path(__file__).resolve().parents[1] / "tests/reports/samples"


def main() -> None:
    files = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*"))]
    texts = [raw.decode("utf-8", "replace") for raw in files if len(raw) < SMALL]
    began = time.perf_counter()
    heads = [Head(texts[number % len(texts)]) for number in range(FILES)]
    print(f"{FILES:,} small files: their beginnings read in {time.perf_counter() - began:.2f} s")
    forms = [*FORMATS.values(), *BY_PRODUCTS.values()]
    measured(heads, forms)
    measured(heads, [*forms, *(other(form, n) for n in range(4) for form in forms if form.keys)])


def other(form: Format, number: int) -> Format:
    """A format that is told like another, by keys of its own."""
    return form._replace(keys=frozenset(f"{key}.{number}" for key in form.keys))


def measured(heads: Sequence[Head], forms: Sequence[Format]) -> None:
    index = Index(forms)
    began = time.perf_counter()
    for head in heads:
        next((form for form in index.asked(head) if form.detect(head)), None)
    seconds = time.perf_counter() - began
    asked = sum(len(index.asked(head)) for head in heads) / len(heads)
    print(f"{len(forms):4} formats: told in {seconds:.2f} s, {asked:.1f} asked of each file")


if __name__ == "__main__":
    main()
