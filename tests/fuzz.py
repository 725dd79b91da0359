"""Break sample reports at random, read them, and see that nothing worse than an error comes of it.

`python -m tests.fuzz --seconds 60 --seed 7` takes the samples of the project, and the corpus of
real reports where it lies beside the checkout, changes them in ways that files do get changed, and
reads each as `inspect` and `submit` do: by its content, and as the format that it is or another.
What it finds is a fault of ours: a traceback, a read of over ten seconds, a count below zero, or a
part of an XML or JSON report that is taken for a whole one. The first is printed, its file is kept,
and the exit code is 1; `--case` reads that one again. `make fuzz` runs it.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import io
import json
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

import msgspec

from scorecard_action.cli.inspect import inspect
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.reading.fold import fold
from scorecard_action.reading.patience import Patience
from scorecard_action.reports.formats import FORMATS
from tests.reports.test_every_reader import SAMPLES, TOKENS

CORPUS: Final = Path(__file__).resolve().parents[2] / "shared/corpus"
LARGEST_SEED: Final = 200_000
LARGEST: Final = 4_000_000  # bytes of what is read
LIMIT = 10.0  # seconds of computing that one read may take
MATCHERS: Final = [Matcher(Selection())]


class Slow(BaseException):
    """A read took too long; nothing that reads catches it."""


class Seed(NamedTuple):
    """A report that is as its tool wrote it."""

    path: Path
    content: bytes


class Case(NamedTuple):
    """A changed report, and the format that it is read as (None: what its content shows)."""

    seed: Path
    content: bytes
    form: str | None
    said: str
    part: bool
    """Whether it is nothing but the beginning of an XML or JSON report."""


def seeds() -> list[Seed]:
    """The samples of the project, then those of the corpus."""
    folders = [SAMPLES, *([CORPUS] if CORPUS.is_dir() else [])]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    small = [path for path in files if 0 < path.stat().st_size < LARGEST_SEED]
    return [Seed(path, path.read_bytes()) for path in small if path.name != "MANIFEST.tsv"]


Mutation = Callable[[bytes, bytes, random.Random], bytes]
NUMBER: Final = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
NUMBERS: Final = (
    b"-1", b"0", b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-0.0", b"9" * 30, b"9" * 5000,
    b"18446744073709551616", b"-9223372036854775809", b"0.1", b"1,5", b"1_0", "\u0663".encode(),
)  # fmt: skip
ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp037")
OPENING: Final = (b"[", b"{", b'{"a":', b"<a>", b'"', b"(", b"    ", b"[[", b"<!--", b"<![CDATA[")


def cut(content: bytes, _: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def without(content: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = span(content, chance)
    return content[:start] + content[end:]


def repeated(content: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = span(content, chance)
    times = min(chance.choice([1, 2, 50, 5000]), LARGEST // max(end - start, 1))
    return content[:end] + content[start:end] * times + content[end:]


def swapped(content: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 5, 50])):
        at, to = chance.randrange(len(content)), chance.randrange(len(content))
        changed[at], changed[to] = changed[to], changed[at]
    return bytes(changed)


def overwritten(content: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 5, 50])):
        changed[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(changed)


def spliced(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = span(other, chance)
    at, after = span(content, chance)
    return content[:at] + other[start:end] + content[chance.choice([at, after]) :]


def joined(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content + chance.choice([b"", b"\n", b"\0", b",", b"\r\n\r\n"]) + other


def lines(content: bytes, other: bytes, chance: random.Random) -> bytes:
    parts = content.splitlines(keepends=True)
    for _ in range(chance.choice([1, 1, 5, 50])):
        at, to = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.randrange(4):
            case 0 if parts[1:]:
                del parts[at]
            case 1:
                parts.insert(to, parts[at])
            case 2:
                parts[at], parts[to] = parts[to], parts[at]
            case _:
                parts[at] = parts[at].lstrip()
    return b"".join(parts)


def renumbered(content: bytes, _: bytes, chance: random.Random) -> bytes:
    least = chance.choice([0.0, 0.5, 0.95])
    number = chance.choice(NUMBERS)

    def other(found: re.Match[bytes]) -> bytes:
        return number if chance.random() >= least else found[0]

    return NUMBER.sub(other, content)


def retyped(content: bytes, _: bytes, chance: random.Random) -> bytes:
    """A value of JSON or an attribute of XML by one of another kind."""
    values = list(
        re.finditer(rb'(?<=[:=\[,])\s*+("[^"\n]*"|[0-9.]+|true|false|null|\{\}|\[\])', content)
    )
    if not values:
        return overwritten(content, b"", chance)
    found = chance.choice(values)
    value = chance.choice([*TOKENS, b'"a"', b"[1]", b'{"a": 1}', b"0", b'"' + b"x" * 5000 + b'"'])
    return content[: found.start(1)] + value + content[found.end(1) :]


def put_in(content: bytes, _: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(TOKENS) * chance.choice([1, 1, 3, 2000]) + content[at:]


def nested(content: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = span(content, chance)
    opening, depth = chance.choice(OPENING), chance.choice([1, 10, 490, 1_100, 100_000])
    closing = {b"[": b"]", b"{": b"}", b'{"a":': b"}", b"<a>": b"</a>", b'"': b'"'}.get(
        opening, b""
    )
    return content[:start] + opening * depth + content[start:end] + closing * depth + content[end:]


def recoded(content: bytes, _: bytes, chance: random.Random) -> bytes:
    return content.decode("latin-1").encode(chance.choice(ENCODINGS), "replace")


def reended(content: bytes, _: bytes, chance: random.Random) -> bytes:
    end = chance.choice([b"\r\n", b"\r", b"\n\n", b"\0", b" ", b"", "\u2028".encode(), b"\r\r\n"])
    return content.replace(b"\r\n", b"\n").replace(b"\n", end)


def requoted(content: bytes, _: bytes, chance: random.Random) -> bytes:
    one = chance.choice(b"\"'[]{}()<>:,/\\=&;#-")
    other = chance.choice(["", "'", '"', "[", "}", "\\", "&amp;", "<", "\ufffd", ":", "\t"])
    most = chance.choice([1, 3, -1])
    return content.replace(bytes([one]), other.encode(), most)


def long_line(content: bytes, _: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    unit = chance.choice(
        [b"x", b"a:1: ", b" ", b"\xff", b"\\", b"&lt;", b"#", b"1,", b"- ", b"{}, "]
    )
    return content[:at] + unit * chance.choice([300, 20_000, 300_000]) + content[at:]


MUTATIONS: Final[Sequence[Mutation]] = (
    without, repeated, swapped, overwritten, spliced, joined, lines, renumbered, retyped, put_in,
    nested, recoded, reended, requoted, long_line, cut,
)  # fmt: skip


def span(content: bytes, chance: random.Random) -> tuple[int, int]:
    """A part of the content: short, or of any length."""
    start = chance.randrange(len(content))
    longest = chance.choice([4, 40, 400, len(content)])
    return start, min(start + chance.randint(1, longest), len(content))


def case(number: int, seed: int, found: Sequence[Seed]) -> Case:
    """The case of a number: the same for a seed wherever the same samples are."""
    chance = random.Random(f"{seed}:{number}")
    one, other = chance.choice(found), chance.choice(found)
    form = chance.choice([None, None, native(one), chance.choice(list(FORMATS))])
    if chance.random() < 0.1 and (whole := document(one.content)):
        content = whole[: chance.randrange(1, len(whole))]
        return Case(one.path, content, chance.choice([None, native(one)]), "cut", part=True)
    content, said = one.content, []
    for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
        mutation = chance.choice(MUTATIONS)
        content = mutation(content, other.content, chance)[:LARGEST] or b" "
        said.append(mutation.__name__)
    return Case(one.path, content, form, ", ".join(said), part=False)


def native(seed: Seed) -> str | None:
    """The format that a sample of the project is in, by its folder."""
    return seed.path.parent.name if seed.path.parent.name in FORMATS else None


def document(content: bytes) -> bytes:
    """The report where it looks like one XML or JSON document, else nothing."""
    text = content.strip()
    if text[:1] == b"<" and text[-1:] == b">":
        return text
    if text[:1] in b"[{":
        with contextlib.suppress(ValueError):
            json.loads(text)
            return text
    return b""


def read(path: Path, form: str | None) -> str:
    """Read a file, both ways; return what is wrong with how that went, "" for nothing."""
    patience = Patience()
    folded = fold(path, path.name, MATCHERS, form=form, patience=patience)
    if folded.bug:
        return folded.bug.trace
    if below := [name for name, value in numbers(folded.tallies[0]) if value < 0]:
        return f"less than none: {', '.join(below)}"
    with contextlib.redirect_stderr(io.StringIO()):
        json.dumps(inspect(str(path), form, patience).document(), allow_nan=False)
    return ""


def numbers(tally: Tally) -> Iterator[tuple[str, float]]:
    """The numbers of a tally, with their names."""
    for name in tally.__struct_fields__:
        value = getattr(tally, name)
        if isinstance(value, int | float):
            yield name, value
        elif isinstance(value, dict):
            yield from (
                (f"{name}[{key}]", n) for key, n in value.items() if isinstance(n, int | float)
            )
    totals = tally.coverage.totals
    for name, value in msgspec.structs.asdict(totals).items() if totals else ():
        if isinstance(value, int | float):
            yield f"totals.{name}", value


def problem(one: Case, path: Path) -> str:
    """Read one case and say what is wrong with how that went."""
    path.write_bytes(one.content)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    # for a call that no signal handler ends; it prints where, and ends the process
    faulthandler.dump_traceback_later(60 * LIMIT, exit=True)
    try:
        wrong = read(path, one.form)
    except Exception:  # noqa: BLE001 - that is what is looked for
        wrong = traceback.format_exc()
    except Slow:
        wrong = f"over {LIMIT:g} s\n{traceback.format_exc()}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        faulthandler.cancel_dump_traceback_later()
    if not wrong and one.part:
        folded = fold(path, "", MATCHERS, form=one.form)
        if not folded.by_product and not folded.tallies[0].problems:
            return "a part of a report was taken for a whole one"
    return wrong


def listen() -> None:
    """Let a read that takes too long raise Slow."""
    signal.signal(signal.SIGVTALRM, _too_slow)


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise Slow


def main() -> int:
    """Run; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--case", type=int, help="this one alone")
    chosen = parser.parse_args()
    found = seeds()
    if not CORPUS.is_dir():
        print("no ../shared/corpus beside the checkout: the samples of the project alone")
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / "report"
    print(f"{len(found)} samples, --seed {chosen.seed}, each case in {path}", flush=True)
    listen()
    end = time.monotonic() + chosen.seconds
    number, slowest = chosen.case or 0, 0.0
    while True:
        one = case(number, chosen.seed, found)
        began = time.process_time()
        wrong = problem(one, path)
        slowest = max(slowest, time.process_time() - began)
        if wrong:
            print(f"{wrong}\n--seed {chosen.seed} --case {number}: {one.seed} ({one.said})")
            print(f"as {one.form or 'what it shows'}: {path}")
            return 1
        if chosen.case is not None or time.monotonic() > end:
            break
        number += 1
    path.unlink()
    path.parent.rmdir()
    print(f"{number + 1:,} cases, nothing found; the slowest took {slowest:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
