from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scorecard_action.errors import UsageError
from scorecard_action.sandbox import Store, running, seed
from tests.sandbox.client import BATCH, OUTCOMES, RULES, call, item, new_rule, outcomes

SEEDS = [{"id": "r1", "name": "Unit tests pass", "scorecard_name": "Readiness"}]


def test_a_file_keeps_everything_through_a_restart(tmp_path: Path) -> None:
    database = str(tmp_path / "a folder" / "scorecards ü.db")
    (tmp_path / "a folder").mkdir()
    with running(database) as url:
        rule_id = new_rule(url)
        call("POST", url + BATCH, outcomes(item(rule_id, remarks="ünï 🎉")))
        before = [call("GET", url + path).json() for path in (RULES, OUTCOMES)]
    with running(database) as url:
        assert [call("GET", url + path).json() for path in (RULES, OUTCOMES)] == before
        assert before[1]["data"][0]["attributes"]["remarks"] == "ünï 🎉"


def test_memory_keeps_nothing() -> None:
    with running() as url:
        new_rule(url)
    with running() as url:
        assert call("GET", url + RULES).json()["data"] == []


def test_seeds_are_made_once(tmp_path: Path) -> None:
    database = str(tmp_path / "sandbox.db")
    for _ in range(2):
        with running(database, rules=SEEDS) as url:
            (found,) = call("GET", url + RULES).json()["data"]
            assert found["id"] == "r1"
            call("POST", url + BATCH, outcomes(item("r1")))
    store = Store(database)
    assert [row.name for row in seed(store, SEEDS)] == ["Unit tests pass"]
    assert len(store.outcomes()) == 1
    store.close()


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE precious (x)")
    connection.close()


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        pytest.param(
            lambda path: path.write_text("no database " * 100), "not a database", id="text"
        ),
        pytest.param(foreign, "belongs to another program", id="another-program's"),
        pytest.param(lambda path: path.mkdir(), "unable to open", id="folder"),
    ],
)
def test_a_file_of_others_is_refused_and_left_alone(prepare, message, tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    prepare(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(UsageError, match=message):
        Store(str(path))
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("name", ["missing/sandbox.db", "nul\0.db"])
def test_a_path_that_cannot_be_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot open"):
        Store(str(tmp_path / name))


@pytest.mark.parametrize("memory", [True, False], ids=["memory", "file"])
def test_20_threads_of_20_batches_of_10_lose_nothing(memory: bool, tmp_path: Path) -> None:
    database = ":memory:" if memory else str(tmp_path / "sandbox.db")
    with running(database, rules=SEEDS) as url:

        def send(thread: int) -> set[int]:
            return {
                call(
                    "POST",
                    url + BATCH,
                    outcomes(*[item("r1", f"s{thread}-{batch}-{n}") for n in range(10)]),
                ).status_code
                for batch in range(20)
            }

        with ThreadPoolExecutor(20) as threads:
            assert set().union(*threads.map(send, range(20))) == {200}
        seen: set[str] = set()
        for offset in range(0, 4000, 100):
            query = {"page[offset]": str(offset)}
            data = call("GET", url + OUTCOMES, params=query).json()["data"]
            seen |= {found["attributes"]["service_name"] for found in data}
        assert len(seen) == 4000
