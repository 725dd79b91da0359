"""GitLab's component has an input for every option of submit, by its name, words and type."""

from __future__ import annotations

from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from tests import tables

SPEC, JOBS = YAML(typ="safe", pure=True).load_all(tables.COMPONENT.read_text("utf-8"))
INPUTS: dict[str, dict[str, Any]] = SPEC["spec"]["inputs"]
(JOB,) = JOBS.values()
OPTIONS = [option for option in tables.options("submit") if not option.hidden]


def test_it_is_written_by_the_code() -> None:
    written = tables.component()
    assert tables.COMPONENT.read_text("utf-8") == written, "run `python -m tests.tables`"


@pytest.mark.parametrize("option", OPTIONS, ids=tables.long_name)
def test_an_option_is_an_input_that_sets_its_variable(option: click.Option) -> None:
    name = tables.long_name(option)
    given = INPUTS[name]
    assert given["description"] == tables.described(option)
    assert JOB["variables"][option.envvar] == f"$[[ inputs.{name} ]]"
    if isinstance(option.type, click.Choice):
        assert given["default"] in given["options"] == list(option.type.choices)
    types = {bool: "boolean", str: "string", int: "number", float: "number", list: "array"}
    assert types[type(given["default"])] == given.get("type", "string")


def test_the_other_inputs_are_of_the_job() -> None:
    own = set(INPUTS) - {tables.long_name(option) for option in OPTIONS}
    assert own == {"job-name", "stage", "image", "site", "artifacts", "expire-in"}
    text = tables.COMPONENT.read_text("utf-8")
    assert [name for name in INPUTS if f"$[[ inputs.{name} ]]" not in text] == []
    assert [name for name in INPUTS if "key" in name] == []


def test_no_input_is_part_of_the_script() -> None:
    assert JOB["script"] == ["scorecard-action submit"]
