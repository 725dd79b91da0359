"""Definition files of every schema version: https://github.com/DataDog/schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.entities.definitions import in_folder, in_tree, names
from scorecard_action.globs.globs import Glob

V1 = "schema-version: v1\ninfo:\n  dd-service: cart\n  display-name: Cart\n"
V2 = "schema-version: v2\ndd-service: cart\nteam: shop\n"
V3 = "apiVersion: v3\nkind: service\nmetadata:\n  name: cart\n  owner: shop\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(V1, ["service:cart"], id="v1"),
        pytest.param(V2, ["service:cart"], id="v2"),
        pytest.param(V2.replace("v2", "v2.1"), ["service:cart"], id="v2.1"),
        pytest.param(V2.replace("v2", "v2.2"), ["service:cart"], id="v2.2"),
        pytest.param(V3, ["service:cart"], id="v3"),
        pytest.param(V3.replace("service", "queue"), ["queue:cart"], id="v3 of another kind"),
        pytest.param(
            V2 + "---\n" + V3.replace("cart", "search"),
            ["service:cart", "service:search"],
            id="two documents",
        ),
        pytest.param("---\n" + V2 + "---\n", ["service:cart"], id="an empty document"),
        pytest.param(V2.replace("cart", "'404'"), ["service:404"], id="a name of digits"),
        pytest.param("dd-service: cart\n", [], id="no version"),
        pytest.param("apiVersion: v3\nkind: service\n", [], id="no name"),
        pytest.param("- a\n- b\n", [], id="a list"),
        pytest.param("", [], id="empty"),
        pytest.param(V2.replace("\n", "\r\n"), ["service:cart"], id="Windows line ends"),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert [str(entity) for entity in names(text)] == expected


def test_a_broken_file_is_told_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"no sound YAML \(line 2\)"):
        list(names("schema-version: v2\n\tdd-service: cart\n"))


def test_a_tree_gives_names_folders_and_warnings(tmp_path: Path) -> None:
    for file, text in {
        "service.datadog.yaml": V2.replace("cart", "shop"),
        "services/cart/entity.datadog.yaml": V3,
        "services/old/service.datadog.yaml": V2.replace("cart", "old"),
        "broken/service.datadog.yml": "{",
        "other/service.datadog.yaml": "name: x\n",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    found = in_tree(tmp_path, (Glob("services/old/**"),))
    assert [(str(one.entity), one.folder) for one in found.found] == [
        ("service:shop", ""),
        ("service:cart", "services/cart"),
    ]
    assert [warning.split(":")[0] for warning in found.warnings] == [
        "broken/service.datadog.yml",
        "other/service.datadog.yaml",
    ]
    assert [one.entity.name for one in in_folder(tmp_path).found] == ["shop"]
