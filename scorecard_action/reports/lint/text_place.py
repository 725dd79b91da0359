"""Where a line of text points to: what may stand before it, and what is the name of a file."""

from __future__ import annotations

import re
from typing import Final

LEVEL: Final = (
    r"(?:fatal error|fatal|error|err|warning|warn|note|notice|information|informational|info"
    r"|style|performance|portability|convention|refactor|suggestion|hint|help|remark"
    r"|critical|high|medium|moderate|low|severe)"
)
"""The words for a level, in patterns that ignore case."""

_BEFORE: Final = re.compile(
    # a time, as CI logs put it: `12:00:01`, `[2026-11-27T12:00:00.123Z]`
    r"\s*+(?:\[?(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d:\d\d(?:[.,]\d++)?"
    r"(?:Z|[+-]\d\d:?\d\d)?\]?[ \t]++"
    # BuildKit's `#12 3.456`
    r"|#\d++ \d++\.\d++[ \t]++"
    # a task of Ant: `[exec]`, `[javac]`; but a level in brackets belongs to the finding
    rf"|\[(?!{LEVEL}\]|[FEWRCI]\])[a-z][\w.-]*+\][ \t]++"
    # a node of MSBuild: `23>`, `1:2>`
    r"|\d++(?::\d++)?>"
    # Gradle's NDK builds
    r"|C/C\+\+:[ \t]++)",
    re.IGNORECASE,
)
_BEGINS: Final = frozenset(" \t[#Cc0123456789")
_MOST_BEFORE: Final = 6

_FILE: Final = re.compile(r"(?:[A-Za-z]:)?[^\s:*?\"<>|]++(?: [^\s:*?\"<>|]++){0,4}+")
_DATED: Final = re.compile(r"\d{2,4}[-/.]\d\d[-/.]\d\d|\d{1,2}(?::\d\d)?$|\w++://")
_EXTENSION: Final = re.compile(r".+\.([A-Za-z]\w{0,11})")
_BARE: Final = frozenset(
    {"Dockerfile", "Makefile", "Gemfile", "Rakefile", "Jenkinsfile", "Containerfile"}
)
# The last labels of hosts that no source file has for an extension.
_DOMAINS: Final = frozenset(
    "ai app arpa aws be biz ch cloud cluster co com consul corp de dev edu es eu example fr gov"
    " home host info int internal invalid io it jp lan local localdomain localhost net nl org run"
    " svc test uk us".split()
)
# What a name of three parts and more may end in and be a file, not a host: `cart.spec.ts`.
_SOURCES: Final = frozenset(
    "adb ads asm bat bicep bzl c cc cfg cjs clj cmake cmd conf cpp cs csproj css csv cts cxx d"
    " dart el erl ex exs f90 feature fs fsx gemspec go gradle graphql groovy h haml hbs hpp hs htm"
    " html hxx inc ini ipynb java jl js json jsonc jsx kt kts less lock log lua m md mdx mjs ml mm"
    " mts nix pas php pl pm po pp properties proto ps1 py pyi pyx r rake rb rego rs rst s sass"
    " sbt scala scss sh sln sql svelte sv swift tex tf tfvars toml ts tsx txt v vb vbproj vcxproj"
    " vhd vhdl vue xaml xhtml xml xsd yaml yml zig".split()
)


def stripped(line: str) -> str:
    """Return a line without what a build tool or a CI log put before it."""
    for _ in range(_MOST_BEFORE):
        # most lines begin with the path, and need no more than this
        before = _BEFORE.match(line) if line[0] in _BEGINS else None
        if before is None or before.end() == len(line):
            break
        # what the tool itself wrote begins at once, however far Ant's column is
        line = line[before.end() :].lstrip()
    return line


def is_file(text: str) -> bool:
    """Say whether a text may be the name of a file."""
    if _DATED.match(text) or not _FILE.fullmatch(text):
        return False
    return "." in text or "/" in text or "\\" in text or text in _BARE


def is_surely_file(text: str) -> bool:
    """Say whether a text is the name of a file, and none of a host that has a port behind it.

    `redis:6379: connected`, `db.example.com:5432: ok` and `10.0.0.7:80: up` name hosts.
    """
    if not is_file(text):
        return False
    if "/" in text or "\\" in text or text in _BARE:
        return True
    extension = _EXTENSION.fullmatch(text)
    if not extension:
        return text.startswith(".") and len(text) > 1
    last = extension[1].lower()
    if last in _SOURCES:
        return True
    return last not in _DOMAINS and text.count(".") == 1
