"""How names of .NET tests fall into class and test."""

from __future__ import annotations

import pytest

from scorecard_action.reports.tests.dotnet import assembly, short, split


@pytest.mark.parametrize(
    ("fullname", "expected"),
    [
        ("A.B.T", ("A.B", "T")),
        ("T", ("", "T")),
        ("", ("", "")),
        ('A.B.T(1.5,"x.y")', ("A.B", 'T(1.5,"x.y")')),
        ("A.F(42).T(1.5)", ("A.F(42)", "T(1.5)")),
        ('A.F.T("a.\\").b")', ("A.F", 'T("a.\\").b")')),
        ("A.F<System.Int32>.T(1)", ("A.F<System.Int32>", "T(1)")),
        ("Run.a name (42%)", ("Run", "a name (42%)")),
        ("Run.a smile :( and more.", ("Run", "a smile :( and more.")),
        ("A.B.T(" + "x" * 5_000 + ".y)", ("A.B", "T(" + "x" * 5_000 + ".y)")),
    ],
)
def test_split(fullname: str, expected: tuple[str, str]) -> None:
    assert split(fullname) == expected


def test_short_cuts_the_class_alone() -> None:
    assert short("A.B.T(x)", "A.B") == "T(x)"
    assert short("A.BC", "A.B") == "A.BC"
    assert short("A.B.", "A.B") == "A.B."
    assert short("T", "") == "T"


@pytest.mark.parametrize(
    ("path", "name"),
    [("C:\\a\\B.dll", "B.dll"), ("/a/b.dll", "b.dll"), ("b.dll", "b.dll"), ("", "")],
)
def test_assembly(path: str, name: str) -> None:
    assert assembly(path) == name
