"""`test` on folders of reports: which are cases, what their runs see, what is said and written."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from scorecard_action.cli import run, setup
from scorecard_action.judging.decide import decide
from scorecard_action.trials.reader import FILE
from tests.cli.command import command

MAPPING = """version: 1
service: cart
rules:
  - rule: Unit tests pass
    reports: out/*.xml
"""
NO_SERVICE = MAPPING.replace("service: cart\n", "")
PASSES = '<testsuite name="s"><testcase classname="CartTest" name="total"/></testsuite>'
FAILS = PASSES.replace("/></testsuite>", "><failure/></testcase></testsuite>")
HOLDS = "outcomes:\n  Unit tests pass: pass\n"


class Done(NamedTuple):
    """What one run left."""

    code: int
    out: str
    err: str


Test = Callable[..., Done]


@pytest.fixture
def test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Test:
    """Run `test` in a repository with a mapping."""
    for name in set(os.environ) - {"PATH", "HOME"}:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING, "utf-8")

    def ran(*arguments: str) -> Done:
        code = run(["test", *arguments])
        return Done(code, *capsys.readouterr())

    return ran


def case(folder: Path, expect: str | None = HOLDS, report: str = PASSES, mapping: str = "") -> Path:
    """Make a folder a case."""
    (folder / "out").mkdir(parents=True)
    (folder / "out/a.xml").write_text(report, "utf-8")
    if expect is not None:
        (folder / FILE).write_bytes(expect.encode())
    if mapping:
        (folder / "scorecard.datadog.yaml").write_text(mapping, "utf-8")
    return folder


def files(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_case_in_a_case_belongs_to_it_and_the_order_is_that_of_paths(
    tmp_path: Path, test: Test
) -> None:
    for name in ("b", "a-b", "a/c", "a"):
        case(tmp_path / "cases" / name, HOLDS, FAILS)
    failed = [line for line in test("cases", "cases/b", "./cases").out.splitlines() if line]
    assert [line for line in failed if line.startswith("FAIL")] == [
        "FAIL  cases/a",
        "FAIL  cases/a-b",
        "FAIL  cases/b",
    ]
    assert failed[-1] == "3 cases: 0 passed, 3 failed"
    assert test("cases/a/c").out.startswith("FAIL  cases/a/c\n")


def test_without_a_folder_the_current_one_holds_them(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "tests/one")
    case(tmp_path / "node_modules/two", "exit: 5\n")
    assert test() == Done(0, "1 case passed\n", "")


@pytest.mark.parametrize(
    ("make", "folder", "message"),
    [
        pytest.param("cases", "cases", "no case: no folder with an expect.yaml in cas", id="none"),
        pytest.param("", "", "no case: no folder with an expect.yaml in the current f", id="here"),
        pytest.param("", "cases", "cases is no folder", id="no folder"),
        pytest.param("c/expect.yml/", "c", "no case: no folder with an expect.yaml in c", id="dir"),
    ],
)
def test_no_case_is_an_error(
    tmp_path: Path, test: Test, make: str, folder: str, message: str
) -> None:
    (tmp_path / make).mkdir(parents=True, exist_ok=True)
    done = test(*[folder] * bool(folder))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {message}")


def test_a_misnamed_file_is_not_passed_over(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "cases/one")
    (case(tmp_path / "cases/two") / FILE).rename(tmp_path / "cases/two/expect.yml")
    done = test("cases")
    assert (done.code, done.err) == (
        2,
        "error: cases/two/expect.yml is not read: name it expect.yaml\n",
    )


def test_a_link_to_a_case_is_one_and_no_other_is_followed(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "shared/one", HOLDS, FAILS)
    case(tmp_path / "cases/two")
    (tmp_path / "cases/linked").symlink_to("../shared/one")
    (tmp_path / "cases/around").symlink_to("..")
    done = test("cases")
    assert done.out.startswith("FAIL  cases/linked\n")
    assert done.out.endswith("2 cases: 1 passed, 1 failed\n")


def test_every_mistake_of_every_case_is_told_before_any_runs(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "cases/a", "exit: x\noutcoms: {R: pass}\n")
    case(tmp_path / "cases/b")
    case(tmp_path / "cases/c", "#" * (10 << 20))
    (case(tmp_path / "cases/d") / FILE).unlink()
    os.mkfifo(tmp_path / "cases/d" / FILE)
    done = test("cases")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        (
            "error: cases/a/expect.yaml:1:7: 'exit' in the case: expected an exit code, found the"
            " text 'x'; for example exit: 1"
        ),
        "cases/a/expect.yaml:2:1: unknown key 'outcoms' in the case - did you mean 'outcomes'?",
        "cases/c/expect.yaml: cannot be read: it is larger than 1 MiB",
        "cases/d/expect.yaml: cannot be read: it is not a regular file",
    ]


def test_a_difference_names_case_rule_expected_and_found(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "cases/breaks", f"why: |\n  the limit\n  is 0\n{HOLDS}exit: 1\n", FAILS)
    case(tmp_path / "cases/holds")
    assert test("cases") == Done(
        1,
        "FAIL  cases/breaks (the limit is 0)\n"
        "      Unit tests pass: expected pass, found fail: 1 of 1 test failed (limit 0)\n"
        "      exit: expected 1, found 0\n"
        "\n"
        "2 cases: 1 passed, 1 failed\n",
        "",
    )


def test_a_run_sees_nothing_of_what_is_around_it(
    tmp_path: Path, test: Test, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/feature\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.xml").write_text(PASSES)
    for name, value in {
        "DD_SERVICE": "outer",
        "SCORECARD_FAIL_ON": "fail",
        "SCORECARD_SERVICE": "outer",
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }.items():
        monkeypatch.setenv(name, value)
    case(tmp_path / "cases/a", "exit: 2\nwarnings: [no service]\n", mapping=NO_SERVICE)
    inner = "{state: fail, entity: 'service:inner', reason: (limit 0)}"
    expect = f"env: {{DD_SERVICE: inner}}\noutcomes: {{Unit tests pass: {inner}}}\nexit: 0\n"
    case(tmp_path / "cases/b", expect, FAILS, NO_SERVICE)
    absent = "{state: fail, reason: 'no evidence: no file matches out/*.xml'}"
    empty = case(
        tmp_path / "cases/c", f"outcomes: {{Unit tests pass: {absent}}}\nabsent: [feature, beside]"
    )
    (empty / "out/a.xml").unlink()
    before = dict(os.environ), Path.cwd(), files(tmp_path)
    assert test("cases") == Done(0, "3 cases passed\n", "")
    assert (dict(os.environ), Path.cwd(), files(tmp_path)) == before


@pytest.mark.usefixtures("test")
def test_a_case_is_a_checkout_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    one = case(tmp_path / "cases/one", mapping=MAPPING)
    monkeypatch.chdir(one)
    asked = partial(setup.prepare, {}, working_directory=None, mapping_file=None, service=None)
    sealed = setup.Sealed(str(one), dt.datetime.now(dt.UTC), {})
    assert asked().place.checkout.root == str(tmp_path)
    assert asked(sealed=sealed).place.checkout.root == str(one)


def test_keys_of_a_case_lead_to_no_connection(tmp_path: Path, test: Test) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        keys = f"DD_API_KEY: {'0' * 32}, DD_APP_KEY: {'1' * 40}, DD_GIT_BRANCH: main"
        url = f"SCORECARD_API_URL: 'http://127.0.0.1:{server.getsockname()[1]}'"
        case(tmp_path / "one", f"env: {{{keys}, {url}, SCORECARD_TIMEOUT: 1}}\n{HOLDS}exit: 0\n")
        case(tmp_path / "two", f"env: {{DD_GIT_BRANCH: main}}\n{HOLDS}exit: 0\n")
        assert test("one", "two").out == "2 cases passed\n"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_key_of_ours_is_masked_in_what_is_told_and_nothing_to_a_case(
    tmp_path: Path, test: Test, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "fedcba9876543210fedcba9876543210"
    monkeypatch.setenv("DD_API_KEY", key)
    named = FAILS.replace("total", key)
    case(tmp_path / "one", f"outcomes:\n  Unit tests pass: {{reason: {key}}}\n", named)
    case(tmp_path / "two", "outcomes:\n  Unit tests pass: {reason: other}\n", named)
    done = test("one", "two", "--junit", "r.xml")
    assert done.out.endswith("2 cases: 1 passed, 1 failed\n")
    for told in (done.out, done.err, (tmp_path / "r.xml").read_text("utf-8")):
        assert key not in told
    assert "CartTest.***" in done.out


def test_nothing_of_a_case_is_left_for_the_next(tmp_path: Path, test: Test) -> None:
    key = "0123456789abcdef0123456789abcdef"
    named = PASSES.replace("total", f"total {key}").replace("/></", "><failure/></testcase></")
    with_key = f"env: {{DD_API_KEY: {key}, SCORECARD_FAIL_ON: fail, DD_SERVICE: a}}\nexit: 1\n"
    shown = f"outcomes:\n  Unit tests pass: {{reason: {key}, entity: 'service:b'}}\nexit: 0\n"
    case(tmp_path / "a", f"{with_key}absent: ['{key}']\n", named, NO_SERVICE)
    case(tmp_path / "b", f"env: {{DD_SERVICE: b}}\n{shown}", named, NO_SERVICE)
    assert test("a", "b", "a").out == "2 cases passed\n"
    assert test("b", "a").out == "2 cases passed\n"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        pytest.param("", 0, id="the repository's"),
        pytest.param("mapping: ../../scorecard.datadog.yaml\n", 0, id="named from the case"),
        pytest.param("args: [--mapping, ../../scorecard.datadog.yaml]\n", 0, id="an argument"),
        pytest.param("args: [-C, out]\nexit: 0\n", 1, id="another folder"),
        pytest.param("mapping: none.yaml\nexit: 2\n", 1, id="not there"),
        pytest.param("args: [--nope]\nexit: 2\n", 1, id="no option"),
        pytest.param("args: [--json, x.json]\nexit: 2\n", 1, id="an output"),
        pytest.param("args: [--help]\nexit: 0\n", 1, id="help"),
    ],
)
def test_which_mapping_a_case_is_run_with(
    tmp_path: Path, test: Test, mapping: str, code: int
) -> None:
    case(tmp_path / "cases/one", f"{mapping}{HOLDS}")
    done = test("cases")
    assert done.code == code, done.out
    assert "exit: expected" not in done.out
    assert files(tmp_path / "cases/one") == [FILE, "out", "out/a.xml"]


def test_from_a_folder_of_the_repository_its_mapping_is_found(
    tmp_path: Path, test: Test, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    case(tmp_path / "tests/cases/one")
    monkeypatch.chdir(tmp_path / "tests")
    assert test("cases") == Done(0, "1 case passed\n", "")
    assert test("-C", "cases/one") == Done(0, "1 case passed\n", "")


def test_ages_are_told_and_no_date_of_a_file_is_looked_at(tmp_path: Path, test: Test) -> None:
    aged = MAPPING + "    max_age: 2h\n"
    old = "now: 2001-01-01T00:00:00Z\nages: {out/a.xml: 3h}\n"
    ahead = "ages: {out/a.xml: -1d}\n"
    absent = "outcomes:\n  Unit tests pass: {state: fail, reason: %s}\n"
    case(tmp_path / "new", f"now: 2001-01-01T00:00:00Z\n{HOLDS}", mapping=aged)
    case(tmp_path / "old", old + absent % "is 3 hours old", mapping=aged)
    case(tmp_path / "ahead", ahead + absent % "1 day in the future", mapping=aged)
    case(tmp_path / "warns", "ages: {out/a.xml: 2d}\nwarnings: [2 days old]\n" + HOLDS)
    case(tmp_path / "long ago", HOLDS, mapping=aged)
    os.utime(tmp_path / "long ago/out/a.xml", (1, 1))
    assert test("new", "old", "ahead", "warns", "long ago").out == "5 cases passed\n"
    assert (tmp_path / "long ago/out/a.xml").stat().st_mtime == 1


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2024-02-29T23:59:59Z", "skip"),
        ("2024-03-01T00:00:00Z", "pass"),
        ("2024-03-01T13:59:59+14:00", "skip"),
        ("2024-02-29T12:00:00-12:00", "pass"),
    ],
)
def test_a_waiver_ends_with_its_day_in_utc(
    tmp_path: Path, test: Test, now: str, state: str
) -> None:
    waived = MAPPING + "    waive: {until: 2024-02-29, reason: moving}\n"
    case(tmp_path / "one", f"now: {now}\noutcomes: {{Unit tests pass: {state}}}\n", mapping=waived)
    assert test("one").out == "1 case passed\n"


def test_a_case_that_expects_nothing_is_warned_of(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "one", "why: soon\n")
    assert test("one") == Done(
        0,
        "1 case passed\n",
        "warning: one/expect.yaml expects nothing: --record writes the outcomes\n",
    )


def test_files_alone_need_no_mapping(tmp_path: Path, test: Test) -> None:
    (tmp_path / "scorecard.datadog.yaml").unlink()
    case(tmp_path / "one", "inspect: {out/a.xml: {tests: 1}, none.xml: {error: no such file}}\n")
    assert test("one").out == "1 case passed\n"


def test_record_writes_what_is_missing_and_nothing_else(tmp_path: Path, test: Test) -> None:
    new = case(tmp_path / "cases/new", None)
    assert test("--record", "cases/new") == Done(
        0,
        "recorded in cases/new/expect.yaml: 'Unit tests pass' is pass\n1 case passed, 1 rule"
        " recorded\n",
        "",
    )
    assert (new / FILE).read_text() == HOLDS
    assert files(new) == [FILE, "out", "out/a.xml"]
    other = case(tmp_path / "cases/other", f"# mine\r\n{HOLDS}", FAILS)
    done = test("--record", "cases")
    assert (done.code, done.out.splitlines()[-1]) == (1, "2 cases: 1 passed, 1 failed")
    assert (other / FILE).read_bytes() == f"# mine\r\n{HOLDS}".encode()


def test_record_makes_no_case_of_a_folder_that_holds_some_or_none_was_named(
    tmp_path: Path, test: Test
) -> None:
    assert test("--record").code == 2
    case(tmp_path / "cases/one")
    case(tmp_path / "cases/two", None)
    assert test("--record", "cases").out == "1 case passed\n"
    assert not (tmp_path / "cases/two" / FILE).exists()
    assert not (tmp_path / "cases" / FILE).exists()


def test_record_of_a_run_that_ends_is_no_pass(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "one", None, mapping="rules: []")
    done = test("--record", "one")
    assert done.code == 1
    assert "outcomes: expected some to record, found " in done.out
    assert not (tmp_path / "one" / FILE).exists()


def test_the_junit_report(tmp_path: Path, test: Test) -> None:
    case(tmp_path / "cases/breaks", HOLDS, FAILS)
    case(tmp_path / "cases/holds")
    assert test("cases", "--junit", "r/report.xml").code == 1
    assert run(["inspect", "--json", "r/report.xml"]) == 0
    assert "Unit tests pass: expected pass, found fail: " in Path("r/report.xml").read_text("utf-8")
    assert test("cases/holds", "--junit", "cases").code == 74
    done = test("cases/holds", "--junit", "-")
    assert (done.code, Path("-").exists()) == (2, False)
    assert "--junit needs a file: the standard output says what differs" in done.err


def test_a_bug_costs_its_case_alone(
    tmp_path: Path, test: Test, monkeypatch: pytest.MonkeyPatch
) -> None:
    case(tmp_path / "a")
    case(tmp_path / "b")

    def broken(*given: object, **named: object) -> object:
        if Path.cwd().name == "a":
            raise RuntimeError("boom")
        return decide(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("scorecard_action.flow.decide", broken)
    done = test("a", "b")
    assert (done.code, done.out.splitlines()[-1]) == (70, "2 cases: 1 passed, 1 failed")
    assert "found a bug in scorecard-action" in done.out
    (tmp_path / "a" / FILE).unlink()
    assert test("--record", "a").code == 70
    assert files(tmp_path / "a") == ["out", "out/a.xml"]


@pytest.mark.skipif(os.name == "nt", reason="file names are text on Windows")
def test_any_name_any_locale_and_no_home(tmp_path: Path) -> None:
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    odd = os.fsdecode(b"cases/\xff\x1b[31m\n::error::x")
    case(tmp_path / odd, HOLDS, FAILS)
    case(tmp_path / "cases/größe")
    done = command("test", "cases", "--junit", "r.xml", cwd=tmp_path, env={"LC_ALL": "C"})
    assert done.returncode == 1
    assert b"\x1b" not in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.strip().startswith(b"::")]
    assert b"2 cases: 1 passed, 1 failed" in done.stdout
    told = command("inspect", "--json", "r.xml", cwd=tmp_path)
    assert json.loads(told.stdout)[0]["failed"] == 1


@pytest.mark.skipif(os.name == "nt", reason="of POSIX's modes")
def test_a_checkout_that_cannot_be_written(tmp_path: Path, test: Test) -> None:
    one = case(tmp_path / "cases/one", f"ages: {{out/a.xml: 5m}}\n{HOLDS}")
    before = {path: path.stat() for path in one.rglob("*")}
    one.chmod(0o555)
    try:
        assert test("cases").out == "1 case passed\n"
    finally:
        one.chmod(0o755)
    assert {path: path.stat().st_mtime_ns for path in before} == {
        path: stat.st_mtime_ns for path, stat in before.items()
    }


def test_a_link_out_of_a_case_is_followed_as_in_a_build(tmp_path: Path, test: Test) -> None:
    shared = case(tmp_path / "shared", None, FAILS) / "out"
    one = case(tmp_path / "cases/one", "outcomes:\n  Unit tests pass: fail\n")
    (one / "out/a.xml").unlink()
    (one / "out").rmdir()
    (one / "out").symlink_to(shared)
    assert test("cases").out == "1 case passed\n"
