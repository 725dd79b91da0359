"""Known shapes of secrets, by examples made up in the form that each provider documents."""

from __future__ import annotations

import pytest

from scorecard_action.datadog.keys import without_keys
from scorecard_action.masking import clip, end_masked, mask_shapes
from tests.datadog.helpers import outcome

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----"
A36 = "abcdefghij" * 3 + "012345"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"a ghp_{A36}, b", "a ***, b", id="GitHub"),
        pytest.param(f"github_pat_{A36}_{A36}", "***", id="GitHub, fine-grained"),
        pytest.param("glpat-abc_def-0123456789x", "***", id="GitLab"),
        pytest.param("id=AKIAIOSFODNN7EXAMPLE.", "id=***.", id="AWS"),
        pytest.param("xoxb-123456789012-abcdefghijkl", "***", id="Slack"),
        pytest.param(f"Bearer {JWT}", "Bearer ***", id="JWT"),
        pytest.param(f"ddpat_abc_{A36}", "***", id="Datadog"),
        # bandit 1.8, plugins/general_hardcoded_password.py
        pytest.param(
            "B105 Possible hardcoded password: 'hunter2'",
            "B105 Possible hardcoded password: ***",
            id="bandit",
        ),
        pytest.param(
            "hardcoded password: 'it's'. Next", "hardcoded password: ***. Next", id="a quote in it"
        ),
        pytest.param("hardcoded password: 'hunt", "hardcoded password: ***", id="cut"),
        pytest.param(f"x {PEM} y", "x *** y", id="private key"),
        pytest.param(PEM[:50], "***", id="private key, cut"),
        pytest.param("https://me:s3cret@host/x", "https://me:***@host/x", id="URL"),
        pytest.param("redis://:s3cret@host", "redis://:***@host", id="URL without a user"),
        pytest.param(f"'ghp_{A36}' 'ghp_{A36}'", "'***' '***'", id="two"),
        pytest.param(rf"said\nghp_{A36}", r"said\n***", id="after an escaped newline"),
        pytest.param(rf"\x1b[31mghp_{A36}", r"\x1b[31m***", id="coloured, escaped"),
        pytest.param(f"\x1b[1;31mghp_{A36}", "\x1b[1;31m***", id="coloured"),
        pytest.param(f"a%20ghp_{A36}", "a%20***", id="percent-encoded"),
        pytest.param(f"<b>ghp_{A36}</b>", "<b>***</b>", id="in HTML"),
    ],
)
def test_masked(text: str, expected: str) -> None:
    assert mask_shapes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ghp_short",
        f"my_ghp_{A36}",
        "AKIA is a prefix",
        "https://host:8080/a@b",
        "https://me@host/x",
        "eyJ.eyJ",
        "test_xoxb-1234",
        "BEGIN PUBLIC KEY-----",
    ],
)
def test_left_alone(text: str) -> None:
    assert mask_shapes(text) == text


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("ghp_short", 9, "ghp_short", id="not cut"),
        pytest.param(f"a ghp_{A36}", 8, "a ***", id="GitHub"),
        pytest.param(f"a ghp_{A36}", 6, "a ***", id="nothing but the beginning of the shape"),
        pytest.param(f"a ghp_{A36}", 4, "a gh", id="not even that"),
        pytest.param(f"a ghp_{A36} b", 43, f"a ghp_{A36} ", id="cut behind it"),
        pytest.param(f"a_ghp_{A36}", 9, "a_ghp_abc", id="no token"),
        pytest.param("xoxb-123456789012-abc", 12, "***", id="Slack"),
        pytest.param("AKIAIOSFODNN7EXAMPLE", 10, "***", id="AWS"),
        pytest.param(JWT, 30, "***", id="JWT"),
        pytest.param("https://me:s3cret@host/x", 14, "https://me:***", id="password"),
        pytest.param("https://me@host/x", 12, "https://me@h", id="no password"),
        pytest.param("abc", -1, "", id="no room"),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    assert clip(text, limit) == expected


def test_an_outcome_keeps_the_names_that_it_is_found_by() -> None:
    secret = f"ghp_{A36}"
    given = outcome("service:a", remarks=f"x {secret}", reason=secret, examples=(f"T.{secret}",))
    found = without_keys(given)
    assert secret not in str(found)
    assert (found.entity, found.rule, found.rule_id) == (given.entity, given.rule, given.rule_id)


@pytest.mark.timeout(20)  # what grows faster than the text takes longer
@pytest.mark.parametrize(
    "part", ["ghp_", "eyJaaaaaaaaa.", "-----BEGIN PRIVATE KEY-----", "://a:b", "AKIA", "xoxb-", "a"]
)
def test_near_misses_take_no_time(part: str) -> None:
    for text in (part * 50_000, f"ghp_{part * 50_000}"):
        assert len(mask_shapes(text)) <= len(text)
        assert len(end_masked(text)) <= len(text) + 4
