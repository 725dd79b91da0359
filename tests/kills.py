"""Kill real runs at random moments, and see that no outcome is lost: `python -m tests.kills 200`.

Each run is a process of `submit`, of `resend`, or of two `submit` that share the saved file,
against the sandbox. It is killed

    by time       anywhere in the time that such a run takes,
    by a request  as the request of a random number comes in or has been served, or shortly after,
    by a file     as it is about to open, lock, write, rename or remove one of its files,

by SIGKILL, SIGTERM, SIGINT, or SIGINT and SIGTERM soon after, as CIs do. Then each outcome must be
in Datadog or in the saved file, the exit code right, no key in any output, and a later run must
deliver the rest and leave no file behind. The seed is printed; `--seed` repeats it, as far as time
and the machine let it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.delivery.undelivered import FILE
from tests.delivery.building import API_KEY, APP_KEY, Api, Pair, api, environment, rules, saved

ROOT: Final = Path(__file__).resolve().parents[1]
ENTITIES, RULES, BATCH = 10, 20, 20  # ten requests that write
LIMIT: Final = 60.0  # seconds after which a run hangs
ENDS: Final = {
    "SIGKILL": (signal.SIGKILL,),
    "SIGTERM": (signal.SIGTERM,),
    "SIGINT": (signal.SIGINT,),
    "SIGINT, SIGTERM": (signal.SIGINT, signal.SIGTERM),
}
WAYS: Final = ("time", "request", "file")
KINDS: Final = ("submit", "submit", "submit", "submit", "resend", "resend", "two")

# Imported by Python at its start: sends the process its signals at one of the events of its files.
HOOK: Final = """
import atexit, os, sys
count, at, ends = 0, int(os.environ["KILLS_AT"]), os.environ["KILLS_ENDS"].split()
def hook(event, args):
    global count
    if event == "fcntl.flock" or event in {"open", "os.rename", "os.remove", "os.chmod"} and any(
        name in str(one) for one in args for name in ("undelivered", "result.json", "github-")
    ):
        count += 1
        if count == at:
            for end in ends:
                os.kill(os.getpid(), int(end))
if at >= 0:
    sys.addaudithook(hook)
if not at:
    atexit.register(lambda: open("events", "w").write(str(count)))
"""


class Usual(NamedTuple):
    """What a run does that is not killed: seconds, requests and events of files; and the file that
    `resend` sends.
    """

    seconds: float
    requests: int
    writes: int
    events: int
    saved: bytes


class Killed(NamedTuple):
    """One run, how it was to end and how it did; `wrong` is what must not be."""

    what: str
    how: str
    phase: str
    wrong: tuple[str, ...]


def build(folder: Path, mapping: str = "scorecard.datadog.yaml", first: int = 0) -> dict[Pair, str]:
    """Write a mapping and its report; return the state of each (entity, rule id)."""
    made = rules(RULES)
    services = [f"s{n}" for n in range(first, first + ENTITIES)]
    lines = ["version: 1", f"services: [{', '.join(services)}]", "rules:"]
    states: dict[Pair, str] = {}
    for n, rule in enumerate(made):
        pin = f", id: {rule['id']}" if n % 2 else ""
        passes = n % 3 == 0
        limit = ", max: {failed: 1}" if passes else ""
        lines.append(f"  - {{rule: {rule['name']}{pin}, reports: unit.xml{limit}}}")
        states |= {(f"service:{one}", rule["id"]): "pass" if passes else "fail" for one in services}
    (folder / mapping).write_text("\n".join(lines) + "\n")
    (folder / "unit.xml").write_text(
        f'<testsuite><testcase classname="C" name="t[{API_KEY}]"><failure message="{APP_KEY}"/>'
        '</testcase><testcase classname="C" name="u"/></testsuite>'
    )
    return states


def start(
    folder: Path, url: str, *arguments: str, at: int = -1, ends: Sequence[signal.Signals] = ()
) -> subprocess.Popen[str]:
    """Start a command; its own `ends` come at the event of this number, 0 counts the events."""
    hook = folder / "hook"
    hook.mkdir(exist_ok=True)
    (hook / "sitecustomize.py").write_text(HOOK)
    env = environment(url, folder) | {
        "PYTHONPATH": f"{hook}{os.pathsep}{ROOT}",
        "KILLS_AT": str(at),
        "KILLS_ENDS": " ".join(str(int(end)) for end in ends),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "scorecard_action", *arguments],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


SUBMIT: Final = ("submit", "--batch-size", str(BATCH), "--json", "result.json")
RESEND: Final = ("resend", "--batch-size", str(BATCH), "--json", "result.json")


def usual(top: Path) -> Usual:
    """Run it once to its end, and once until all is saved."""
    with api(rules(RULES)) as server:
        build(top)
        began = time.monotonic()
        done = start(top, server.url, *SUBMIT, at=0)
        done.communicate(timeout=LIMIT)
        seconds = time.monotonic() - began
        requests, writes = len(server.requests), server.writes
        assert (done.returncode, saved(top)) == (0, set())
    with api(rules(RULES)) as server:
        process = start(top, server.url, *SUBMIT)

        def kill(number: int, over: bool) -> None:
            if server.writes:
                process.kill()

        server.gate = kill
        process.communicate(timeout=LIMIT)
    events = int((top / "events").read_text())
    return Usual(seconds, requests, writes, events, (top / FILE).read_bytes())


class Plan(NamedTuple):
    """Which run is to be killed, and when: at `event` of its files, `pause` seconds after the
    `number`-th request (or one that writes, in `write`) has come or was served (`over`), or so long
    after the start.
    """

    kind: str
    way: str
    end: str
    number: int
    write: bool
    over: bool
    pause: float
    event: int
    between: float
    faults: tuple[str, ...]

    def __str__(self) -> str:
        which = f"{'write' if self.write else 'request'} {self.number}"
        when = {
            "time": f"{self.pause:.3f} s after its start",
            "request": f"{self.pause:.3f} s after {which} {'was served' if self.over else 'came'}",
            "file": f"at event {self.event} of its files",
        }
        return ", ".join((self.kind, self.end, when[self.way], *self.faults))


def plan(chance: random.Random, known: Usual) -> Plan:
    """Choose a run and its end."""
    way, write = chance.choice(WAYS), chance.random() < 0.5
    soon = chance.choice([0.0, 0.0, chance.uniform(0, 0.05), chance.uniform(0, 0.3)])
    return Plan(
        kind=chance.choice(KINDS),
        way=way,
        end=chance.choice(list(ENDS)),
        number=chance.randint(1, known.writes if write else known.requests),
        write=write,
        over=chance.random() < 0.5,
        pause=chance.uniform(0, known.seconds * 1.1) if way == "time" else soon,
        event=chance.randint(1, known.events) if way == "file" else -1,
        between=chance.uniform(0, 0.02),
        faults=chance.choice([*[()] * 6, ("500:1@3",), ("reset:1@5",)]),
    )


def kill_one(folder: Path, chance: random.Random, known: Usual) -> Killed:
    """Kill one run in this empty folder, look at what is left, and let a later run finish."""
    chosen = plan(chance, known)
    pairs = build(folder)
    commands: list[tuple[str, ...]] = [RESEND if chosen.kind == "resend" else SUBMIT]
    if chosen.kind == "resend":
        (folder / FILE).write_bytes(known.saved)
    if chosen.kind == "two":
        pairs |= build(folder, "other.yaml", ENTITIES)
        commands.append((*SUBMIT[:-1], "other.json", "--mapping", "other.yaml"))
    running: list[subprocess.Popen[str]] = []
    with api(rules(RULES), chosen.faults) as server:
        if chosen.way == "request":
            server.gate = gate(chosen, server, running)
        for command in commands:
            ends = ENDS[chosen.end]
            running.append(start(folder, server.url, *command, at=chosen.event, ends=ends))
        if chosen.way == "time":
            end(chosen, running)
        done = [process.communicate(timeout=LIMIT) for process in running]
        phase = phase_of(server, folder, running)
        wrong = []
        for place, (process, (out, err)) in enumerate(zip(running, done, strict=True)):
            # `resend` that has not begun leaves the file as it was, and says nothing of it.
            begun = chosen.kind != "resend" or server.requests
            kept = bool(begun) and place in {owner(entity) for entity, _ in saved(folder)}
            # Of two, one may have asked while the other was still being imported.
            asked = chosen.kind != "two" or place in {owner(one) for one, _ in server.stored}
            early = not kept and not (server.requests and asked)
            how = End(process.returncode, out, err)
            wrong += wrong_end(how, folder, kept=kept, early=early)
        wrong += wrong_rest(server, folder, pairs)
        wrong += finish(server, folder, pairs, commands)
    return Killed(str(chosen), chosen.end, phase, tuple(wrong))


def owner(entity: str) -> int:
    """Which of two runs has outcomes of this entity."""
    return int(entity.partition(":s")[2]) // ENTITIES


def gate(
    chosen: Plan, server: Api, running: Sequence[subprocess.Popen[str]]
) -> Callable[[int, bool], None]:
    """What ends the runs at the request that was chosen."""

    def at(number: int, over: bool) -> None:
        came = server.requests[:number]
        if chosen.write:
            number = sum(one.method == "POST" for one in came)
        meant = not chosen.write or came[-1].method == "POST"
        if meant and (number, over) == (chosen.number, chosen.over):
            end(chosen, running)

    return at


def end(chosen: Plan, running: Sequence[subprocess.Popen[str]]) -> None:
    """Send all of them their signals, when it is time."""
    wait(running, chosen.pause)
    for one in ENDS[chosen.end]:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(one)
        wait(running, chosen.between)


def wait(running: Sequence[subprocess.Popen[str]], seconds: float) -> None:
    """Wait so long, or until all have ended by themselves."""
    until = time.monotonic() + seconds
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(until - time.monotonic(), 0))


def phase_of(server: Api, folder: Path, running: Sequence[subprocess.Popen[str]]) -> str:
    """Where the run, or the first of two, was when it ended."""
    if running[0].returncode == 0:
        return "it had ended"
    if unfinished(folder):
        return "while a file is written"
    if not server.requests:
        return "saved, nothing asked" if saved(folder) else "before it saves"
    if not server.writes:
        return "rules are looked up"
    return "all stored" if not saved(folder) else "between requests"


def unfinished(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


class End(NamedTuple):
    """How a process ended, and what it said."""

    code: int
    out: str
    err: str


def wrong_end(how: End, folder: Path, *, kept: bool, early: bool) -> list[str]:
    """What is wrong with how a process ended, and with what it said and wrote. Some of its outcomes
    are `kept` in the file; `early`: nothing shows that it had begun.
    """
    code, out, err = how
    wrong = []
    # Before the program has begun, a signal ends Python itself.
    allowed = {0, 130, -signal.SIGKILL, *({-signal.SIGTERM, -signal.SIGINT} if early else ())}
    python = early and "scorecard_action/cli" not in err and "KeyboardInterrupt" in err
    if code not in allowed and not python:
        wrong.append(f"exit code {code}: {err[-600:]}")
    if ("Traceback" in err or "Exception ignored" in err) and not python:
        wrong.append(f"a traceback: {err[-1500:]}")
    if code == 130 and kept and FILE not in err:
        wrong.append(f"not said where it is kept: {err}")
    texts = {"stdout": out, "stderr": err} | {
        path.name: path.read_text("utf-8", "replace")
        for path in folder.iterdir()
        if path.is_file() and path.name != "unit.xml"
    }
    for name, text in texts.items():
        if any(key[:12] in text or key[-12:] in text for key in (API_KEY, APP_KEY)):
            wrong.append(f"a key in {name}")
    return wrong


def wrong_rest(server: Api, folder: Path, pairs: dict[Pair, str]) -> list[str]:
    """Outcomes that are neither in Datadog nor in the file, once anything was sent."""
    try:
        left = with_ids(saved(folder))  # before what is stored: a request may still be under way
    except Exception as error:  # noqa: BLE001 - told with the kill that led to it
        return [f"the saved file cannot be read: {error}"]
    stored = server.stored
    wrong = [
        f"{pair} is {state}, not {pairs.get(pair)}"
        for pair, state in stored.items()
        if pairs.get(pair) != state
    ]
    # A run that was killed before it had saved has nothing to lose yet.
    began = {owner(entity) for entity, _ in (*stored, *left)}
    lost = {pair for pair in pairs if owner(pair[0]) in began} - set(stored) - left
    if lost:
        wrong.append(f"{len(lost)} outcomes are lost, such as {min(lost)}")
    if server.writes and not began:
        wrong.append("all outcomes are lost, and some were sent")
    return wrong


def with_ids(found: set[Pair]) -> set[Pair]:
    """Until rules are looked up, the file has their names."""
    ids = {rule["name"]: rule["id"] for rule in rules(RULES)}
    return {(entity, ids.get(rule, rule)) for entity, rule in found}


def finish(
    server: Api, folder: Path, pairs: dict[Pair, str], commands: Sequence[Sequence[str]]
) -> list[str]:
    """Let later runs deliver the rest: `resend` where there is a file, else the commands again."""
    server.gate = lambda number, done: None
    if not (saved(folder) or unfinished(folder)):
        return []  # nothing is left that a later run could stumble over
    age = time.time() - 3600
    for name in unfinished(folder):
        os.utime(folder / name, (age, age))
    wrong = []
    if saved(folder):
        commands = [RESEND, *(commands if len(commands) > 1 else ())]
    for command in commands:
        if command[0] == "resend" and not saved(folder):
            continue  # two runs, and the other one's file
        later = start(folder, server.url, *command)
        _, err = later.communicate(timeout=LIMIT)
        if later.returncode:
            wrong.append(f"a later {command[0]} ends with {later.returncode}: {err[-600:]}")
    if unfinished(folder):  # and nothing to resend: the next build has it
        start(folder, server.url, *SUBMIT).communicate(timeout=LIMIT)
    missing = [pair for pair, state in pairs.items() if server.stored.get(pair) != state]
    if missing:
        wrong.append(f"{len(missing)} outcomes are not delivered in the end, such as {missing[0]}")
    kept = [*unfinished(folder), *([FILE] if (folder / FILE).exists() else [])]
    if kept:
        wrong.append(f"left behind: {', '.join(kept)}")
    return wrong


def main() -> int:
    """Kill so many runs, two at a time, and print what was wrong and how many ended where."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("number", type=int, nargs="?", default=200)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--only", type=int, help="the run of this number alone")
    chosen = parser.parse_args()
    top = Path(tempfile.mkdtemp(prefix="scorecard-kills-"))
    print(f"seed {chosen.seed}", flush=True)
    began = time.monotonic()
    (top / "usual").mkdir()
    known = usual(top / "usual")

    def one(number: int) -> Killed:
        folder = top / str(number)
        folder.mkdir()
        killed = kill_one(folder, random.Random(f"{chosen.seed} {number}"), known)
        if not killed.wrong:
            shutil.rmtree(folder)
        return killed

    numbers = range(chosen.number) if chosen.only is None else [chosen.only]
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        all_killed = list(pool.map(one, numbers))
    for number, killed in zip(numbers, all_killed, strict=True):
        for text in killed.wrong:
            print(f"{number}: {killed.what}, {killed.phase}: {text}")
    ended = Counter((killed.phase, killed.how) for killed in all_killed)
    print(
        json.dumps({f"{phase} ({how})": n for (phase, how), n in sorted(ended.items())}, indent=1)
    )
    wrong = sum(bool(killed.wrong) for killed in all_killed)
    print(f"{len(all_killed)} runs killed in {time.monotonic() - began:.0f} s, {wrong} wrong")
    if not wrong:
        shutil.rmtree(top)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
