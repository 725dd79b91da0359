from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from scorecard_action.datadog.keys import Keys, hints, keys, mask, masked
from scorecard_action.errors import UsageError
from tests.datadog.helpers import API, APP, KEYS, assert_no_keys


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"DD_API_KEY": "", "DD_APP_KEY": ""}, id="empty, as in a fork build"),
        pytest.param({"DD_API_KEY": "\n", "DD_APP_KEY": ""}, id="a newline only"),
        pytest.param({"DD_API_KEY_FILE": "", "DD_SITE": "datadoghq.eu"}, id="empty file name"),
    ],
)
def test_no_keys(environ: dict[str, str]) -> None:
    assert keys(environ) is None


@pytest.mark.parametrize(
    ("environ", "hidden"),
    [
        pytest.param({"HTTPS_PROXY": "http://me:s3cretword@proxy:1"}, ["s3cretword"], id="plain"),
        pytest.param({"https_proxy": "me:a%40bcdefgh@proxy"}, ["a%40bcdefgh", "a@bcdefgh"], id="%"),
        pytest.param({"ALL_PROXY": "socks5://me:x y z w@[::1"}, ["x y z w"], id="no address"),
        pytest.param({"HTTPS_PROXY": "http://proxy:1", "http_proxy": "me@proxy"}, [], id="none"),
    ],
)
def test_a_proxys_password_is_to_be_masked(environ: dict[str, str], hidden: list[str]) -> None:
    found = hints(environ)
    assert {one.api for one in found} == set(hidden)
    text = " ".join(hidden) + " " + base64.b64encode(b"me:s3cretword").decode()
    for one in found:
        text = mask(text, one)
    assert not any(secret in text for secret in hidden)


def test_both_keys() -> None:
    found = keys({"DD_API_KEY": API, "DD_APP_KEY": APP})
    assert found == KEYS
    assert_no_keys(found, [found], {"keys": found})


TOKEN = "ddpat_0123456789abcdefghij_0123456789abcdefghijABCDEFGHIJ"
SERVICE_TOKEN = TOKEN.replace("pat", "sat")


@pytest.mark.parametrize(
    ("environ", "token"),
    [
        pytest.param({"DD_ACCESS_TOKEN": TOKEN}, TOKEN, id="alone"),
        pytest.param({"DD_ACCESS_TOKEN": "noprefix1234"}, "noprefix1234", id="without a prefix"),
        pytest.param({"DD_ACCESS_TOKEN": TOKEN, "DD_API_KEY": API}, TOKEN, id="beside an API key"),
        pytest.param(
            {"DD_ACCESS_TOKEN": TOKEN, "DD_API_KEY": API, "DD_APP_KEY": APP}, TOKEN, id="and both"
        ),
        pytest.param({"DD_APP_KEY": TOKEN}, TOKEN, id="as the application key"),
        pytest.param(
            {"DD_APP_KEY": TOKEN.replace("pat", "sat")}, TOKEN.replace("pat", "sat"), id="SAT"
        ),
        pytest.param({"DD_API_KEY": API, "DD_APP_KEY": TOKEN}, "", id="with an API key: a pair"),
    ],
)
def test_tokens(environ: dict[str, str], token: str) -> None:
    found = keys(environ)
    assert found
    assert found.token == token
    assert bool(found.api and found.app) is not bool(token)
    for secret in environ.values():
        assert secret[8:] not in mask(f"x {secret} y {secret[:30]}", found)
    assert TOKEN[:12] not in repr(found)


def test_a_token_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    found = keys({"DD_ACCESS_TOKEN_FILE": str(tmp_path / "token")})
    assert found
    assert (found.api, found.app, found.token) == ("", "", TOKEN)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_newline_at_the_end_is_cut_off_with_a_warning(end: str) -> None:
    found = keys({"DD_API_KEY": API + end, "DD_APP_KEY": APP})
    assert found
    assert (found.api, found.app) == (API, APP)
    assert len(found.warnings) == 1
    assert "DD_API_KEY" in found.warnings[0]
    assert_no_keys(found.warnings)


def test_keys_of_files(tmp_path: Path) -> None:
    (tmp_path / "api").write_text(API)
    (tmp_path / "app").write_bytes(APP.encode() + b"\r\n")
    (tmp_path / "link").symlink_to(tmp_path / "api")
    environ = {"DD_API_KEY_FILE": str(tmp_path / "link"), "DD_APP_KEY_FILE": str(tmp_path / "app")}
    found = keys(environ)
    assert found
    assert (found.api, found.app) == (API, APP)
    assert len(found.warnings) == 1
    assert "DD_APP_KEY_FILE" in found.warnings[0]


def test_the_variable_comes_before_the_file() -> None:
    found = keys({"DD_API_KEY": API, "DD_API_KEY_FILE": "/nowhere", "DD_APP_KEY": APP})
    assert found
    assert found.api == API
    assert "both set" in found.warnings[0]


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        pytest.param({"DD_API_KEY": API}, "DD_APP_KEY is not set", id="no app key"),
        pytest.param({"DD_APP_KEY": APP}, "DD_API_KEY is not set", id="no API key"),
        pytest.param({"DD_API_KEY": f" {API}", "DD_APP_KEY": APP}, "DD_API_KEY: this", id="blank"),
        pytest.param({"DD_API_KEY": f"{API} ", "DD_APP_KEY": APP}, "DD_API_KEY: this", id="end"),
        pytest.param({"DD_API_KEY": f"{API}\n{APP}", "DD_APP_KEY": APP}, "DD_API_KEY", id="two"),
        pytest.param(
            {"DD_API_KEY": API, "DD_APP_KEY": f"“{APP}”"}, "DD_APP_KEY: this", id="quotes"
        ),
        pytest.param({"DD_API_KEY": API, "DD_APP_KEY": f"{APP}\x00"}, "DD_APP_KEY: this", id="NUL"),
        pytest.param({"DD_API_KEY": API, "DD_APP_KEY": f"{APP}\udc80"}, "DD_APP_KEY", id="bytes"),
        pytest.param({"DD_API_KEY": API, "DD_APP_KEY": APP * 200}, "DD_APP_KEY", id="long"),
        pytest.param({"DD_API_KEY": API, "DD_APP_KEY_FILE": "/no/where"}, "No such", id="no file"),
        pytest.param({"DD_API_KEY": API, "DD_APP_KEY_FILE": "/"}, "DD_APP_KEY_FILE", id="folder"),
        pytest.param(
            {"DD_API_KEY": API, "DD_APP_KEY_FILE": "\x00"}, "DD_APP_KEY_FILE", id="no path"
        ),
        pytest.param({"DD_API_KEY": API, "DD_APP_KEY_FILE": "/dev/zero"}, "regular", id="device"),
    ],
)
def test_refused(environ: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        keys(environ)
    assert_no_keys(caught.value, caught.value.hint, caught.value.__cause__)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "holds no key", id="empty"),
        pytest.param(b"\n", "holds no key", id="newline"),
        pytest.param(API.encode("utf-16"), "this is not a key", id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + API.encode(), "this is not a key", id="BOM"),
        pytest.param(b"a" * 4097, "larger than 4096", id="large"),
    ],
)
def test_file_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(UsageError, match=message):
        keys({"DD_API_KEY_FILE": str(tmp_path / "key"), "DD_APP_KEY": APP})


def test_a_fifo_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(UsageError, match="not a regular file"):
        keys({"DD_API_KEY_FILE": str(tmp_path / "fifo"), "DD_APP_KEY": APP})


ODD = Keys("k/+&<'\"\\%k/+&<'\"\\%k/+&<'\"\\%", APP)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("nothing here", "nothing here", id="nothing"),
        pytest.param(f"key {API}!", "key ***!", id="plain"),
        pytest.param(f"{API}{APP}{API}", "*********", id="side by side"),
        pytest.param(f"{API.upper()} {API.lower()}", "*** ***", id="case"),
        pytest.param(f"cut: {API[:20]}", "cut: ***", id="beginning"),
        pytest.param(f"cut: {API[-20:]} x", "cut: *** x", id="end"),
        pytest.param(f"{API[:11]} {API[-11:]}", f"{API[:11]} {API[-11:]}", id="short pieces stay"),
        pytest.param(API[:16] + "x" + API[16:], "***x***", id="broken in the middle"),
    ],
)
def test_mask(text: str, expected: str) -> None:
    assert mask(text, KEYS) == expected


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(ODD.api, id="plain"),
        pytest.param(json.dumps(ODD.api)[1:-1], id="JSON"),
        pytest.param(repr(ODD.api)[1:-1], id="repr"),
        pytest.param("k%2F%2B%26%3C%27%22%5C%25" * 3, id="percent"),
        pytest.param("k%2f%2b%26%3c%27%22%5c%25" * 3, id="percent, lower case"),
        pytest.param("k/+&amp;&lt;'\"\\%" * 3, id="HTML"),
        pytest.param(ODD.api.encode().hex(), id="hexadecimal"),
        pytest.param(ODD.api.encode().hex().upper(), id="hexadecimal, upper case"),
        pytest.param("".join(f"%{ord(c):02x}" for c in ODD.api), id="percent for each"),
        pytest.param("".join(f"%{ord(c):02X}" for c in ODD.api), id="percent for each, upper case"),
    ],
)
def test_mask_other_forms(written: str) -> None:
    assert mask(f"[{written}]", ODD) == "[***]"


@pytest.mark.parametrize("before", ["", ":", "x:", "xy:", "user:"])
def test_mask_base64(before: str) -> None:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(f"{before}{ODD.api}:end".encode()).decode()
        hidden = mask(text, ODD)
        assert "***" in hidden
        assert len(hidden.replace("***", "")) <= len(text) - len(ODD.api)


def test_short_keys_are_masked_as_words_in_text_and_left_in_data() -> None:
    demo = Keys("demo", "app")
    assert mask("demo demonstrates app", demo) == "*** demonstrates ***"
    assert masked({"name": ["demo app", 1, None]}, demo) == {"name": ["demo app", 1, None]}


def test_masked_reaches_every_string() -> None:
    value = {"a": [{"b": f"x {API}"}, 3, True, None], "c": APP}
    assert masked(value, KEYS) == {"a": [{"b": "x ***"}, 3, True, None], "c": "***"}


def test_mask_of_a_large_text_full_of_keys_is_quick() -> None:
    assert mask(API * 100_000, KEYS) == "***" * 100_000


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"DD_API_KEY": f"{API}\n"}, [API], id="half a pair"),
        pytest.param({"DD_APP_KEY": "no key"}, ["no key"], id="no key"),
        pytest.param({"DD_APP_KEY": "\udc80"}, [], id="no text"),
        pytest.param({"DD_API_KEY_FILE": "no/such/file"}, [], id="no file"),
    ],
)
def test_hints(variables: dict[str, str], found: list[str]) -> None:
    assert hints(variables) == [Keys(key, key) for key in found]
