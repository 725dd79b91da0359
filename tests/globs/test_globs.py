"""Patterns: what they match, what they refuse, and that no pattern makes matching explode."""

from __future__ import annotations

import random
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest

from scorecard_action.globs.globs import Glob, TextPattern, escape
from scorecard_action.globs.trie import Node, Trie

LONG = "a" * 10_000


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fails what would take years; what takes moments has room on a slow machine."""

    def stop(*_: object) -> None:
        raise AssertionError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


MATCHES = [
    ("build/junit.xml", ["build/junit.xml"], ["build/junit.xml.bak", "x/build/junit.xml"]),
    ("*.xml", ["a.xml", ".xml", ".hidden.xml", "a\nb.xml", "\udcff.xml"], ["a/b.xml", "a.xmlx"]),
    ("*", ["a", ".a"], ["a/b", ""]),
    ("a?c", ["abc", "a?c", "a\nc"], ["ac", "a/c", "abbc"]),
    ("build/**/*.xml", ["build/a.xml", "build/x/y/a.xml"], ["a.xml", "xbuild/a.xml", "build.xml"]),
    ("**/a.xml", ["a.xml", "x/a.xml", "x/y/a.xml"], ["xa.xml", "/a.xml", "x/a.xml/y"]),
    ("**", ["a", "a/b"], []),
    ("build/**", ["build/a", "build/a/b"], ["build", "build2/a"]),
    ("a/**/b/**/c", ["a/b/c", "a/x/b/y/z/c", "a/b/b/c"], ["a/c", "a/b", "a/bc"]),
    ("a/**/**/b", ["a/b", "a/x/b"], ["ab"]),
    ("a**b", ["ab", "axb"], ["a/b", "a/x/b"]),
    ("[ab].xml", ["a.xml", "b.xml"], ["c.xml", "ab.xml"]),
    ("[!ab].xml", ["c.xml", "!.xml"], ["a.xml", "/.xml"]),
    ("[^ab]x", ["cx", "^x"], ["ax"]),
    ("x[!a]y", ["xby"], ["x/y", "xay"]),
    ("x[+-9]y", ["x1y", "x.y"], ["x/y"]),
    ("[a-c]", ["a", "b", "c"], ["d", "-"]),
    ("[a-]", ["a", "-"], ["b"]),
    ("[]a]", ["]", "a"], ["b"]),
    ("[!]a]", ["b"], ["]", "a"]),
    (r"[\]\-a]", ["]", "-", "a"], ["\\", "b"]),
    ("[[]x", ["[x"], ["x"]),
    ("[.]x", [".x"], ["ax"]),
    (
        "{target,build}/**/TEST-*.xml",
        ["target/TEST-a.xml", "build/x/TEST-.xml"],
        ["out/TEST-a.xml"],
    ),
    ("a{,b}c", ["ac", "abc"], ["abbc"]),
    ("a{b,c{d,e}}f", ["abf", "acdf", "acef"], ["acf", "adf"]),
    ("{a,b/c}/{d,**}/e", ["a/d/e", "b/c/d/e", "a/e", "b/c/x/y/e"], ["b/d/e", "d/e"]),
    ("x{a}", ["x{a}"], ["xa"]),
    ("x{}", ["x{}"], ["x"]),
    ("{{a,b}}", ["{a}", "{b}"], ["a"]),
    ("a,b}", ["a,b}"], ["a"]),
    ("{a\\,b,c}", ["a,b", "c"], ["a", "b"]),
    (r"\{a,b\}", ["{a,b}"], ["a", "b"]),
    (r"\*.xml", ["*.xml"], ["a.xml"]),
    (r"\**", ["*", "*a"], ["a"]),
    (r"a\\b", ["a\\b"], ["ab"]),
    (r"a\b", ["ab"], ["a\\b", "a/b"]),
    (r"a\/b", ["a/b"], ["ab"]),
    ("./a//b/./c/", ["a/b/c"], ["./x"]),
    ("a/b", ["./a//b"], ["/a/b", "//a/b"]),
    ("/tmp/*.xml", ["/tmp/a.xml", "//tmp/a.xml"], ["tmp/a.xml", "/x/tmp/a.xml"]),
    ("{/a,/b}/c", ["/a/c", "/b/c"], ["a/c"]),
    ("/**/c", ["/c", "/a/c"], ["c"]),
    ("x.*+(y)|$^", ["x.+(y)|$^", "x.1+(y)|$^"], ["x.", "x+(y)|$^"]),
    ("*a*b*", ["ab", "xaxbx", "aab"], ["ba", "b"]),
    ("*ab", ["ab", "aab", "abab"], ["abb", "a"]),
    ("a*a", ["aa", "aba"], ["a"]),
    ("*?a", ["ba", "aa"], ["a"]),
    ("@scope/x", ["@scope/x"], ["scope/x"]),
    ("ä*", ["äb"], ["ab"]),
]


@pytest.mark.parametrize(("text", "yes", "no"), MATCHES, ids=[text for text, _, _ in MATCHES])
def test_what_a_glob_matches(text: str, yes: list[str], no: list[str]) -> None:
    glob = Glob(text)
    assert {path: glob.matches(path) for path in yes + no} == {
        **dict.fromkeys(yes, True),
        **dict.fromkeys(no, False),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "empty", id="empty"),
        pytest.param("./", "empty", id="only a dot"),
        pytest.param("/", "empty", id="only the root"),
        pytest.param("{a,}", "empty", id="empty alternative"),
        pytest.param("../a", r"'\.\.'", id="parent"),
        pytest.param("a/../b", r"'\.\.'", id="parent within"),
        pytest.param(r"a/\.\./b", r"'\.\.'", id="parent, escaped"),
        pytest.param("a/{b,..}/c", r"'\.\.'", id="parent in braces"),
        pytest.param("a/.{.,x}/c", r"'\.\.'", id="parent made by braces"),
        pytest.param("a[b", r"unclosed '\['", id="open class"),
        pytest.param("a[]", r"unclosed '\['", id="class with nothing but its end"),
        pytest.param("a[b/c]", r"unclosed '\['", id="class across segments"),
        pytest.param("a[b-", r"unclosed '\['", id="open range"),
        pytest.param("a[z-a]", "range z-a", id="range the wrong way round"),
        pytest.param("[[:digit:]]", "named classes", id="named class"),
        pytest.param("a{b,c", "unclosed '{'", id="open brace"),
        pytest.param("{" * 4000, "unclosed '{'", id="thousands of open braces"),
        pytest.param("a\\", "lone backslash", id="backslash at the end"),
        pytest.param("a\0b", "NUL", id="NUL"),
        pytest.param("{,src}/a", "absolute", id="absolute in one alternative"),
        pytest.param("{0,1}" * 9, "more than 256", id="512 expansions"),
        pytest.param("{" + "a," * 256 + "a}", "more than 256", id="257 alternatives"),
        pytest.param("a" * 8193, "longer than", id="long"),
        pytest.param("{0,1}" * 8 + "b" * 500, "100,000 characters", id="much text in expansions"),
    ],
)
def test_bad_patterns_are_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Glob(text)


def test_256_expansions_are_allowed() -> None:
    glob = Glob("{0,1}" * 8)
    assert len(glob.alternatives) == 256
    assert all(glob.matches("".join(bits)) for bits in product("01", repeat=8))
    assert not glob.matches("0" * 9)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param("src/a.py", "/home/ci/src/a.py", True, id="from a folder boundary"),
        pytest.param("src/a.py", "src/a.py", True, id="whole"),
        pytest.param("src/a.py", "C:/work/src/a.py", True, id="drive"),
        pytest.param("src/a.py", "/home/ci/mysrc/a.py", False, id="not a boundary"),
        pytest.param("src/a.py", "/src/a.py/b", False, id="not the end"),
        pytest.param("/ci/src/a.py", "/home/ci/src/a.py", False, id="absolute: whole only"),
        pytest.param("/home/*/src/a.py", "/home/ci/src/a.py", True, id="absolute whole"),
        pytest.param("{src,lib}/**", "/w/lib/x/y", True, id="braces and depth"),
        pytest.param("**/a.py", "/a.py", True, id="depth"),
    ],
)
def test_suffixes(text: str, path: str, expected: bool) -> None:
    assert Glob(text).matches_suffix(path) is expected


@pytest.mark.parametrize(
    ("text", "literal", "absolute"),
    [
        pytest.param("build/**/*.xml", False, False, id="folder"),
        pytest.param("*.xml", False, False, id="none"),
        pytest.param("a/b/c.xml", True, False, id="literal"),
        pytest.param(r"a/\*.xml", True, False, id="escaped"),
        pytest.param("{a/b,c}/*", False, False, id="braces"),
        pytest.param("{a,b}/x", False, False, id="a choice names more than one"),
        pytest.param("/a/b/*", False, True, id="absolute"),
        pytest.param("/x", True, True, id="in the root"),
    ],
)
def test_literal_and_absolute(text: str, literal: bool, absolute: bool) -> None:
    glob = Glob(text)
    assert (glob.literal, glob.absolute) == (literal, absolute)


def test_globs_are_equal_by_text() -> None:
    assert len({Glob("a/*"), Glob("a/*"), Glob("a/?")}) == 2


@pytest.mark.parametrize(
    "name", ["plain", "*", "a?b", "[x]", "{a,b}", "a\\b", "a,b}", "{service}", "@x", "ä\n"]
)
def test_an_escaped_value_matches_itself_alone(name: str) -> None:
    glob = Glob(f"reports/{{{escape(name)},other}}/*.xml")
    assert glob.matches(f"reports/{name}/a.xml")
    assert glob.matches("reports/other/a.xml")
    assert not glob.matches("reports/x/a.xml")
    assert Glob(escape(name)).literal


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("**/*a*a*a*a*a*b", LONG, id="stars in a segment"),
        pytest.param("*" + "a*" * 500 + "b", LONG, id="hundreds of stars"),
        pytest.param("*" + "?*" * 500 + "b", LONG, id="question marks between stars"),
        pytest.param("**/" + "a/**/" * 100 + "b", "a/" * 10_000 + "a", id="depths"),
        pytest.param("**/" + "*a*/**/" * 30 + "b", "aaa/" * 3_000 + "a", id="stars in depths"),
        pytest.param("**/" + "*/" * 50 + "b", "a/" * 10_000 + "a", id="a long last block"),
        pytest.param("{*a,**/a}" * 6 + "b", LONG, id="braces"),
        pytest.param("[a-z]*" * 200 + "0", LONG, id="classes"),
    ],
)
def test_no_pattern_makes_matching_explode(text: str, path: str) -> None:
    with within(20):
        assert not Glob(text).matches(path)
        assert not Glob(text).matches_suffix("/" + path)


def test_a_text_pattern_does_not_explode() -> None:
    with within(20):
        assert not TextPattern("*a" * 2_000 + "*b").matches("a" * 100_000)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        pytest.param("test[a-1]", ["test[a-1]"], ["testa"], id="brackets are literal"),
        pytest.param("a{b,c}?", ["a{b,c}?"], ["ab", "abx"], id="braces and ? are literal"),
        pytest.param("com.acme.*", ["com.acme.", "com.acme.a/b\nc"], ["comxacme.a"], id="prefix"),
        pytest.param("*slow*", ["slow", "a slow b"], ["slo w"], id="within"),
        pytest.param("*", ["", "x\n/"], [], id="all"),
        pytest.param("a*a", ["aa", "aba"], ["a"], id="no overlap"),
        pytest.param("ab*ab*ab", ["ababab", "abxabxab"], ["abab", "abxab"], id="pieces in order"),
        pytest.param(r"a\*b", ["a*b"], ["axb"], id="literal star"),
        pytest.param(r"App\Tests\\*", ["App\\Tests\\A"], ["AppTests\\A"], id="backslashes"),
        pytest.param("", [""], ["a"], id="empty"),
        pytest.param("A*", ["Ab"], ["ab"], id="case counts"),
    ],
)
def test_what_a_text_pattern_matches(text: str, yes: list[str], no: list[str]) -> None:
    pattern = TextPattern(text)
    assert {value: pattern.matches(value) for value in yes + no} == {
        **dict.fromkeys(yes, True),
        **dict.fromkeys(no, False),
    }


def test_case_is_ignored_where_told() -> None:
    assert TextPattern("E*", ignore_case=True).matches("e501")
    assert TextPattern("STRASSE", ignore_case=True).matches("straße")
    assert not TextPattern("E*", ignore_case=True).matches("f501")


@pytest.mark.parametrize(
    ("text", "exact", "prefix"),
    [
        pytest.param("Ab", "Ab", None, id="exact"),
        pytest.param("Ab*", None, "Ab", id="prefix"),
        pytest.param("Ab**", None, "Ab", id="stars together are one"),
        pytest.param("*", None, "", id="all"),
        pytest.param("*b", None, None, id="suffix"),
        pytest.param("a*b*", None, None, id="two stars"),
        pytest.param(r"a\*", "a*", None, id="escaped star"),
    ],
)
def test_what_an_index_can_use(text: str, exact: str | None, prefix: str | None) -> None:
    pattern = TextPattern(text)
    assert (pattern.exact, pattern.prefix) == (exact, prefix)
    folded = TextPattern(text, ignore_case=True)
    assert (folded.exact, folded.prefix) == (exact and exact.lower(), prefix and prefix.lower())


def naive(pattern: list[str], path: list[str]) -> bool:
    """Tries everything: the meaning of a glob without braces, in as few words as possible."""
    if not pattern:
        return not path
    if pattern == ["**"]:
        return bool(path)
    if pattern[0] == "**":
        return naive(pattern[1:], path) or (bool(path) and naive(pattern, path[1:]))
    return bool(path) and naive_name(pattern[0], path[0]) and naive(pattern[1:], path[1:])


def naive_name(pattern: str, name: str) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(naive_name(pattern[1:], name[at:]) for at in range(len(name) + 1))
    if pattern[0] == "[":
        return name[:1] in {"a", "b"} - {""} and naive_name(pattern[4:], name[1:])
    return bool(name) and pattern[0] in {"?", name[0]} and naive_name(pattern[1:], name[1:])


def walk(matcher: Trie, path: str) -> set[int]:
    *folders, name = path.split("/")
    nodes: list[Node] = [matcher.top]
    for each in [*folders, name]:
        named, wild = matcher.frontier(nodes).step(each)
        nodes = named + wild
    return {label for node in nodes for label in node.labels}


def test_matching_and_walking_agree_with_the_meaning() -> None:
    """Random patterns and paths of few letters, so that they often match or nearly do."""
    rng = random.Random(20240607)
    segments = ["**", "*", "a", "b", "*a", "a*", "*a*", "a*b", "*ab*a", "?", "?b", "[ab]", "*[ab]b"]
    names = ["a", "b", "ab", "ba", "aab", "abab", "aba", "bb"]
    patterns = ["/".join(rng.choices(segments, k=rng.randint(1, 5))) for _ in range(600)]
    patterns = [re.sub(r"\*\*(/\*\*)+", "**", pattern) for pattern in patterns]
    globs = [Glob(pattern) for pattern in patterns]
    matcher = Trie()
    for label, glob in enumerate(globs):
        matcher.add(label, glob.alternatives[0])
    hits = 0
    for _ in range(400):
        path = "/".join(rng.choices(names, k=rng.randint(1, 6)))
        meant = {
            label
            for label, pattern in enumerate(patterns)
            if naive(pattern.split("/"), path.split("/"))
        }
        assert {label for label, glob in enumerate(globs) if glob.matches(path)} == meant, path
        assert walk(matcher, path) == meant, path
        hits += len(meant)
    assert hits > 1_000
