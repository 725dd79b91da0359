"""What is nearly an option's name stops the run; what is somebody else's does no harm."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_action.cli import run
from scorecard_action.cli.inputs import command_line, run_action
from scorecard_action.cli.names import check_inputs, check_variables
from scorecard_action.errors import UsageError

MAIN = {"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/heads/main"}


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[dict[str, str]], None]:
    """Sets the environment of a run in a folder that has a mapping and its report."""
    (tmp_path / "scorecard.datadog.yaml").write_text(
        "version: 1\nservice: cart\nrules:\n  - {rule: R, id: r1, reports: a.xml}\n"
    )
    (tmp_path / "a.xml").write_text('<testsuite><testcase name="t"/></testsuite>')
    monkeypatch.chdir(tmp_path)

    def set_all(values: dict[str, str]) -> None:
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_all


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        # the same letters
        ("SCORECARD_DRYRUN", "SCORECARD_DRY_RUN"),
        ("SCORECARD_Dry_Run", "SCORECARD_DRY_RUN"),
        ("SCORECARD_DRY__RUN", "SCORECARD_DRY_RUN"),
        ("SCORECARD_FAILON", "SCORECARD_FAIL_ON"),
        ("SCORECARD_FAIL-ON", "SCORECARD_FAIL_ON"),
        ("SCORECARD_SKIPUNCHANGED", "SCORECARD_SKIP_UNCHANGED"),
        # one or two letters wrong
        ("SCORECARD_MAPING", "SCORECARD_MAPPING"),
        ("SCORECARD_SERVICES", "SCORECARD_SERVICE"),
        ("SCORECARD_DRY_RNU", "SCORECARD_DRY_RUN"),
        ("SCORECARD_FIAL_NO", "SCORECARD_FAIL_ON"),
        ("SCORECARD_EXITZEROS", "SCORECARD_EXIT_ZERO"),
        ("SCORECARD_JOSN", "SCORECARD_JSON"),
        ("SCORECARD_TIMEOUTS", "SCORECARD_TIMEOUT"),
        ("SCORECARD_API_URI", "SCORECARD_API_URL"),
    ],
)
def test_a_misspelt_variable(name: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_variables({name: "1"})
    assert f"{name} is no option's variable: did you mean {meant}?" in str(caught.value)
    assert caught.value.exit_code == 2
    check_variables({name: ""})


def test_all_misspelt_variables_are_named_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        check_variables(
            {"SCORECARD_DRYRUN": "1", "SCORECARD_FAILON": "fail", "SCORECARD_TEAM": "x"}
        )
    assert "SCORECARD_DRYRUN" in str(caught.value)
    assert "SCORECARD_FAILON" in str(caught.value)
    assert "SCORECARD_TEAM" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        # a company's own
        "SCORECARD_TEAM",
        "SCORECARD_API_KEY",
        "SCORECARD_ENABLED",
        "SCORECARD_DIR",
        "SCORECARD_MODE",
        "SCORECARD_HOST",
        "SCORECARD_BASE_URL",
        "SCORECARD_STATE_FILE",
        "SCORECARD_DRY_RUN_BY_DEFAULT",
        "SCORECARD_",
    ],
)
def test_a_variable_of_a_company_is_a_note(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    check_variables({name: "x"})
    assert capsys.readouterr().err == f"not read, because no option has this name: {name}\n"


@pytest.mark.parametrize(
    "name",
    [
        # Kubernetes' links to the Services scorecard, scorecard-api and scorecard-service
        "SCORECARD_SERVICE_HOST",
        "SCORECARD_SERVICE_PORT",
        "SCORECARD_SERVICE_PORT_HTTP",
        "SCORECARD_PORT",
        "SCORECARD_PORT_80_TCP",
        "SCORECARD_PORT_80_TCP_PROTO",
        "SCORECARD_PORT_80_TCP_PORT",
        "SCORECARD_PORT_53_UDP_ADDR",
        "SCORECARD_API_SERVICE_HOST",
        "SCORECARD_API_PORT_443_TCP_ADDR",
        "SCORECARD_SERVICE_SERVICE_HOST",
        # OSSF Scorecard's
        "SCORECARD_V6",
        "SCORECARD_EXPERIMENTAL",
        "SCORECARD_RESULTS_FILE",
        "SCORECARD_RESULTS_FORMAT",
        "SCORECARD_PUBLISH_RESULTS",
        "SCORECARD_POLICY_FILE",
        "SCORECARD_BIN",
        "SCORECARD_IS_FORK",
        "SCORECARD_PRIVATE_REPOSITORY",
        "SCORECARD_DEFAULT_BRANCH",
        "SCORECARD_INTERNAL_GITHUB_INTEGRATION",
        "SCORECARD_TOKEN",
        # not ours to look at
        "SCORECARDS",
        "MY_SCORECARD_DRYRUN",
        "scorecard_dryrun",
        # an option of another command
        "SCORECARD_DRY_RUN",
        "SCORECARD_DATABASE",
    ],
)
def test_a_variable_that_is_known_to_be_anothers_says_nothing(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check_variables({name: "x"})
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", [["check"], ["submit", "--dry-run"], ["schema"], []])
def test_every_command_looks(
    command: list[str],
    environ: Callable[[dict[str, str]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    environ({"SCORECARD_DRYRUN": "1"})
    assert run(command) == 2
    shown = capsys.readouterr()
    assert (shown.out, "SCORECARD_DRY_RUN" in shown.err) == ("", True)
    assert run(["--version"]) == 0


def test_a_service_link_does_not_set_the_port(
    environ: Callable[[dict[str, str]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    environ({"SCORECARD_PORT": "tcp://10.3.240.1:80"})
    assert run(["sandbox", "--rules", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DRYRUN", "did you mean dry-run?"),
        ("DRY_RUN", "did you mean dry-run?"),
        ("FAIL_ON", "did you mean fail-on?"),
        ("WORKING_DIRECTORY", "did you mean working-directory?"),
        ("MAPPING-FILE", "did you mean mapping?"),
        ("COMMANDS", "did you mean command?"),
        ("XYZ", "there is no input xyz\n"),
    ],
)
def test_an_input_that_no_option_has(name: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_inputs({f"INPUT_{name}": "true"})
    assert meant in str(caught.value)
    check_inputs({f"INPUT_{name}": ""})


def test_only_github_passes_inputs() -> None:
    inputs = {"INPUT_DRYRUN": "true"}
    assert command_line(inputs) == ["submit"]
    with pytest.raises(UsageError):
        command_line({**inputs, **MAIN})


def test_the_plain_command_reads_no_input(environ: Callable[[dict[str, str]], None]) -> None:
    environ({**MAIN, "INPUT_DRYRUN": "true", "INPUT_FAIL-ON": "nonsense"})
    assert run(["check"]) == 0
    assert run_action(["check"], {**MAIN, "INPUT_DRYRUN": "true"}) == 0


@pytest.mark.parametrize(
    "name",
    [
        "COMMAND",
        "MAPPING",
        "DRY-RUN",
        "ONLINE",
        pytest.param("ARGS", id="of the runner"),
        pytest.param("ENTRYPOINT", id="of the runner too"),
    ],
)
def test_inputs_that_there_are(name: str) -> None:
    check_inputs({f"INPUT_{name}": "x", "INPUT": "x"})


FLAGS = [("submit", "dry-run"), ("submit", "exit-zero"), ("submit", "skip-unchanged")]
FLAGS += [("check", "reports"), ("check", "online")]


@pytest.mark.parametrize(("command", "flag"), FLAGS)
@pytest.mark.parametrize(
    ("value", "words"),
    [("true", ["--{}"]), ("FALSE", ["--no-{}"]), ("0", ["--no-{}"]), ("", []), (" ", [])],
)
def test_a_flag_of_the_action(command: str, flag: str, value: str, words: list[str]) -> None:
    inputs = {"INPUT_COMMAND": command, f"INPUT_{flag.upper()}": value}
    assert command_line(inputs) == [command, *(word.format(flag) for word in words)]


@pytest.mark.parametrize(
    ("inputs", "variable", "code", "says"),
    [
        pytest.param("false", "true", 2, "DD_API_KEY", id="false wins"),
        pytest.param("", "true", 0, "--dry-run was given", id="empty is unset"),
        pytest.param("true", "false", 0, "--dry-run was given", id="true wins"),
        pytest.param("", "false", 2, "DD_API_KEY", id="the variable alone"),
    ],
)
def test_an_input_wins_over_its_variable(
    inputs: str,
    variable: str,
    code: int,
    says: str,
    environ: Callable[[dict[str, str]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = {**MAIN, "INPUT_DRY-RUN": inputs, "SCORECARD_DRY_RUN": variable}
    environ(given)
    assert run_action([], given) == code
    shown = capsys.readouterr()
    assert says in shown.out + shown.err


def test_the_command_line_takes_a_flag_back(
    environ: Callable[[dict[str, str]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    environ({**MAIN, "SCORECARD_DRY_RUN": "1"})
    assert run(["submit", "--no-dry-run"]) == 2
    assert "DD_API_KEY" in capsys.readouterr().err
