"""Write one finding in each of the formats that many tools share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

Write = Callable[[str, str, str], str]


def checkstyle(rule: str, message: str, word: str) -> str:
    error = f'<error line="1" severity="{word}" message="{message}" source="{rule}"/>'
    return f'<checkstyle version="4.3"><file name="src/a">{error}</file></checkstyle>'


def codeclimate(rule: str, message: str, word: str) -> str:
    severity = {"error": "major", "warning": "minor"}.get(word, "info")
    place = {"path": "src/a", "lines": {"begin": 1}}
    issue = {"check_name": rule, "description": message, "severity": severity, "location": place}
    return json.dumps([issue])


def sarif(rule: str, message: str, word: str) -> str:
    result = {"ruleId": rule or None, "level": word, "message": {"text": message}}
    run = {"tool": {"driver": {"name": "scan"}}, "results": [result]}
    return json.dumps({"version": "2.1.0", "runs": [run]})


def diagnostic(rule: str, message: str, word: str) -> dict[str, object]:
    place = {"path": "src/a", "range": {"start": {"line": 1, "column": 1}}}
    code = {"value": rule} if rule else None
    return {"message": message, "location": place, "severity": word.upper(), "code": code}


def rdjson(rule: str, message: str, word: str) -> str:
    return json.dumps({"diagnostics": [diagnostic(rule, message, word)]})


def rdjsonl(rule: str, message: str, word: str) -> str:
    return json.dumps(diagnostic(rule, message, word))


def github(rule: str, message: str, word: str) -> str:
    title = f",title=scan ({rule})" if rule else ""
    return f"::{word} file=src/a,line=1{title}::{message}\n"


def azure(rule: str, message: str, word: str) -> str:
    code = f"code={rule};" if rule else ""
    return f"##vso[task.logissue type={word};sourcepath=src/a;linenumber=1;{code}]{message}\n"


def text(rule: str, message: str, word: str) -> str:
    return f"src/a:1:1: {word}: {message}{f' [{rule}]' if rule else ''}\n"


SHARED: Final[dict[str, Write]] = {
    "checkstyle": checkstyle,
    "codeclimate": codeclimate,
    "sarif": sarif,
    "rdjson": rdjson,
    "rdjsonl": rdjsonl,
    "github-annotations": github,
    "azure-annotations": azure,
    "lint-text": text,
}
