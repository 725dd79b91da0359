"""Names that reports really may hold, each after something that it could break."""

from __future__ import annotations

import pytest

HOSTILE = [
    pytest.param("\x1b[31mred\x1b[0m\x07", id="ansi"),
    pytest.param("\x9b31mred\x85next", id="c1"),
    pytest.param("user\u202egnp.exe\u2066\u061c", id="bidi"),
    pytest.param("a\u200bb\ufeffc\u00add\u2060", id="zero width"),
    pytest.param("tag\U000e0041\U000e007f", id="tag characters"),
    pytest.param("one\ntwo\r\nthree\u2028four\tfive", id="lines"),
    pytest.param("\udc80 and \ud83d", id="lone surrogates"),
    pytest.param("::error::it broke", id="github command"),
    pytest.param("\n  ::set-output name=x::y", id="github command on a line of its own"),
    pytest.param("x ##[error]y ##vso[task.complete]z ##teamcity[a]", id="azure and teamcity"),
    pytest.param("[bold red]loud[/] [/] [link=http://evil.example]x[/link]", id="rich markup"),
    pytest.param(":smile: :+1: C::D", id="emoji codes"),
    pytest.param("<script>alert('x')</script><img src=x onerror=\"y\">", id="html"),
    pytest.param("&lt;b&gt; &amp; &copy; &#64;", id="entities already"),
    pytest.param("a | b || c \\| d", id="table cells"),
    pytest.param("`code` ``x`` *em* __strong__ ~~gone~~ $x$ [^1]", id="markdown inline"),
    pytest.param("[click](javascript:alert(1)) ![i](http://evil.example/i.png)", id="links"),
    pytest.param("https://evil.example www.evil.example a@evil.example", id="autolinks"),
    pytest.param("@octocat and #12 and octo/repo#3", id="mentions"),
    pytest.param("# heading", id="heading"),
    pytest.param("1. one", id="numbered list"),
    pytest.param("12) twelve", id="numbered list with a parenthesis"),
    pytest.param("- item", id="list"),
    pytest.param("> quote", id="quote"),
    pytest.param("--- | ---", id="rule"),
    pytest.param("    indented  ", id="blanks at the ends"),
    pytest.param("Prüfung 検査 🧪 é", id="just other languages"),
]
