"""What takes too long is unreadable by that name: a disk that hangs, content that spins."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scorecard_action.cli import run
from scorecard_action.errors import ReportError
from scorecard_action.files import open_regular
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.reading import patience
from scorecard_action.reading.fold import fold
from scorecard_action.reading.patience import Patience, Watch

TESTS = b"<testsuite>" + b"<testcase name='a'/>" * 200_000 + b"</testsuite>"
HANGING = re.compile(r"(a+)+b")


class Clock:
    """Seconds that pass by `step` at each look."""

    def __init__(self, step: float = 0) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


class Stuck:
    """A file that gives so many bytes and then nothing, until `free` is set."""

    def __init__(self, good: int) -> None:
        self.good = good
        self.free = threading.Event()
        self.closed = threading.Event()

    def read(self, size: int) -> bytes:
        if self.good:
            data, self.good = TESTS[: min(size, self.good)], 0
            return data
        self.free.wait()
        return b""

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Stuck]]:
    made: list[Stuck] = []

    def replaced(good: int) -> Stuck:
        made.append(Stuck(good))
        monkeypatch.setattr(patience, "open_regular", lambda path: made[-1])
        return made[-1]

    yield replaced
    for one in made:
        one.free.set()


def read(path: Path, limits: Patience) -> Tally:
    return fold(path, "a.xml", [Matcher(Selection())], patience=limits).tallies[0]


def written(folder: Path, content: bytes = TESTS) -> Path:
    path = folder / "a.xml"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "size", [0, 1, 65_535, 65_536, 65_537, 1 << 20, (1 << 20) + 65_536, 3 << 20]
)
def test_a_file_is_read_to_its_end_in_the_pieces_that_are_asked_for(
    size: int, tmp_path: Path
) -> None:
    content = os.urandom(size)
    file = Watch(Patience()).open(written(tmp_path, content))
    pieces = list(iter(lambda: file.read(65_536), b""))
    assert b"".join(pieces) == content
    assert all(len(piece) == 65_536 for piece in pieces[:-1])
    file.close()


@pytest.mark.parametrize(
    ("good", "amount"),
    [pytest.param(0, "0.0 MiB", id="at once"), pytest.param(65_536, "0.1 MiB", id="later")],
)
def test_a_read_that_hangs_is_left_behind(
    good: int, amount: str, stuck: Callable[[int], Stuck], tmp_path: Path
) -> None:
    file = stuck(good)
    tally = read(tmp_path / "a.xml", Patience(stall=0.05))
    (problem,) = tally.problems
    assert problem.unreadable
    assert f"no headway for 0.1 s, after {amount} were read: let the job copy it" in problem.message
    file.free.set()
    assert good == 0 or file.closed.wait(10)


@pytest.mark.parametrize("good", [0, 65_536])
def test_a_share_that_says_that_it_timed_out_did_not_hang(
    good: int, stuck: Callable[[int], Stuck], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = stuck(good)

    def fail() -> None:
        raise OSError(errno.ETIMEDOUT, "Connection timed out")

    monkeypatch.setattr(file.free, "wait", fail)
    (problem,) = read(tmp_path / "a.xml", Patience()).problems
    assert problem.message == "reading it failed: Connection timed out"
    assert file.closed.is_set()


def test_an_alarm_while_a_read_hangs_waits_for_nothing(
    stuck: Callable[[int], Stuck], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = stuck(65_536)
    limits = Patience()
    original = limits.wait

    def alarmed(work: Callable[[], object], seconds: float, then: object = None) -> object:
        if then:
            raise ReportError("alarm")
        return original(work, seconds)

    monkeypatch.setattr(limits, "wait", alarmed)
    assert [one.message for one in read(tmp_path / "a.xml", limits).problems] == ["alarm"]
    assert not file.closed.is_set()  # to close it would wait for the read


def test_what_was_read_late_is_not_taken_for_the_next_report(
    stuck: Callable[[int], Stuck], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Patience(stall=0.05)
    file = stuck(65_536)
    assert read(tmp_path / "a.xml", limits).problems
    file.free.set()
    monkeypatch.undo()
    tally = read(written(tmp_path, b"<testsuite><testcase name='b'/></testsuite>"), limits)
    assert (tally.passed, tally.problems) == (1, [])


def test_together_the_reports_of_a_run_wait_no_longer_than_one_may_take() -> None:
    limits = Patience(timeout=150)
    waited = []
    for _ in range(4):
        waited.append(limits.stall)
        with pytest.raises(patience.LateError):
            limits.wait(threading.Event().wait, 0)
        limits._waited += limits.stall
    assert waited == [60, 60, 30, 1]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        pytest.param(
            1,
            "reading it took over 4 s, and 0.1 MiB were read: --read-timeout gives it longer",
            id="slow as a whole",
        ),
        pytest.param(0, None, id="in time"),
    ],
)  # fmt: skip
def test_a_report_has_so_many_seconds(step: float, message: str | None, tmp_path: Path) -> None:
    tally = read(written(tmp_path), Patience(4, clock=Clock(step)))
    assert [one.message[: len(message or "")] for one in tally.problems] == [message] * bool(
        message
    )
    assert tally.passed == (200_000 if message is None else tally.passed)


def test_evidence_and_bytes_are_headway_and_time_that_others_had_is_no_delay() -> None:
    computed, clock = Clock(), Clock()
    watch = Watch(Patience(clock=clock, computed=computed))
    for piece in watch.counted(range(5)):
        computed.now = 50.0 * piece
        watch._tick(0, None)
    watch.advance(1 << 20)
    computed.now += 59
    clock.now += 599
    watch._tick(0, None)
    computed.now += 59
    watch._tick(0, None)
    computed.now += 1
    with pytest.raises(
        ReportError, match=r"no headway for 60 s, after 1\.0 MiB were read: what is in"
    ):
        watch._tick(0, None)


def test_an_alarm_heeds_the_whole_time_too() -> None:
    clock = Clock()
    watch = Watch(Patience(clock=clock))
    clock.now = 600
    with pytest.raises(ReportError, match="reading it took over 600 s"):
        watch._tick(0, None)


def spin() -> Iterator[int]:
    yield 1
    HANGING.match("a" * 60)


def test_what_spins_is_ended_and_the_timers_of_others_go_on() -> None:
    signal.setitimer(signal.ITIMER_PROF, 1000, 500)
    before = signal.getsignal(signal.SIGPROF)
    try:
        watch = Watch(Patience(stall=0.2))
        with (
            pytest.raises(ReportError, match=r"no headway for .* s, .* what is in it"),
            watch.alert(),
        ):
            list(watch.counted(spin()))
        assert signal.getsignal(signal.SIGPROF) is before
        left, again = signal.getitimer(signal.ITIMER_PROF)
        assert 900 < left <= 1000.1
        assert again == pytest.approx(500)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def test_an_alert_in_another_thread_touches_no_signal() -> None:
    seen: list[object] = []

    def work() -> None:
        with Watch(Patience()).alert():
            seen.append(signal.getsignal(signal.SIGPROF))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGPROF)]


def test_a_thread_that_hangs_keeps_no_process_alive() -> None:
    code = (
        "import threading; from scorecard_action.reading.patience import LateError, Patience\n"
        "try: Patience().wait(threading.Event().wait, 0.01)\n"
        "except LateError: print('left')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == (b"left\n", b"")


def test_threads_end_with_the_patience_that_had_them() -> None:
    before = threading.active_count()
    for _ in range(200):
        assert Patience().wait(lambda: 1, 60) == 1
    assert threading.active_count() < before + 150


MAPPING = """
version: 1
service: cart
rules:
  - {rule: Hangs, reports: a.xml}
  - {rule: Goes on, reports: b.xml}
"""


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(
            ["submit", "--dry-run"], 3,
            ["FAIL Hangs", "a.xml: reading it made no headway for 0.1 s", "PASS Goes on"],
            id="submit",
        ),
        pytest.param(
            ["inspect", "a.xml", "b.xml"], 3,
            ["a.xml: reading it made no headway for 0.1 s", "b.xml: junit: 1 test: 1 passed"],
            id="inspect",
        ),
        pytest.param(
            ["explain", "Hangs"], 0,
            ["Hangs for service:cart: fail", "cannot be read: reading it made no headway for"],
            id="explain",
        ),
        pytest.param(["check", "--reports"], 0, ["rule", "Goes on"], id="check"),
        pytest.param(["init", "--output", "-"], 0, ["b.xml"], id="init"),
    ],
)  # fmt: skip
def test_every_command_that_reads_goes_on(
    arguments: list[str],
    code: int,
    says: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_bytes(b"<testsuite><testcase name='b'/></testsuite>")
    free = threading.Event()

    def opened(path: Path) -> object:
        return free.wait() if path.name == "a.xml" else open_regular(path)

    monkeypatch.setattr(patience, "open_regular", opened)
    monkeypatch.setattr(Patience, "stall", 0.05)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    try:
        assert run([*arguments, "--read-timeout", "9"]) == code
    finally:
        free.set()
    captured = capsys.readouterr()
    shown = " ".join((captured.out + captured.err).split())
    assert [text for text in says if " ".join(text.split()) not in shown] == []


@pytest.mark.parametrize("value", ["0", "0.5", "86401", "nan", "-1", "soon"])
def test_the_seconds_are_from_one_to_a_day(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCORECARD_READ_TIMEOUT", value)
    assert run(["inspect", "a.xml"]) == 2
    assert "--read-timeout" in capsys.readouterr().err
