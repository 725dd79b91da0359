"""Datadog's keys: where they are read, how they are checked, how they stay out of every output."""

from __future__ import annotations

import base64
import contextlib
import functools
import html
import json
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from scorecard_action.errors import UsageError
from scorecard_action.files import NotRegularError, read_bounded
from scorecard_action.masking import mask_shapes, shapes_masked

MAX_LENGTH = 4096  # bytes of a key file, characters of a key
MASK = "***"
KEYS = ("DD_API_KEY", "DD_APP_KEY", "DD_ACCESS_TOKEN")  # the variables that hold one

# Personal and service access tokens, as they are made since 2026.
_TOKENS = ("ddpat_", "ddsat_")

# Shorter keys are no secrets, but words such as "demo": only as a whole word are they masked.
_WORD_LENGTH = 8
# Of a key this long, pieces of at least _PIECE characters from its ends are masked as well: a text
# that was cut in the middle of a key still gives most of it away.
_PIECES_FROM = 24
_PIECE = 12


# By these an outcome is sent, and known again.
_NAMES = frozenset({"entity", "rule", "rule_id", "scorecard"})

# The ways to say who sends, in every message that finds none.
_WAYS = (
    "set DD_API_KEY and DD_APP_KEY, or DD_ACCESS_TOKEN alone; with _FILE behind its name, each is a"
    " file that holds it (README: Where keys come from)"
)

AnyStruct = TypeVar("AnyStruct", bound=msgspec.Struct)


@dataclass(frozen=True, repr=False)
class Keys:
    """The API key and the application key, or an access token alone: then both are empty. None is
    ever part of its text.

    `others` are set where keys belong as well, and are not used: to be masked like them.
    """

    api: str
    app: str
    warnings: tuple[str, ...] = field(default=())
    others: tuple[str, ...] = field(default=())
    token: str = ""

    def __repr__(self) -> str:
        return f"Keys({MASK})"


def keys(environ: Mapping[str, str]) -> Keys | None:
    """The token of DD_ACCESS_TOKEN, or one alone in DD_APP_KEY; else the keys of DD_API_KEY and
    DD_APP_KEY. Each may be in a file that the variable with `_FILE` names. None where there is
    nothing; empty is unset.

    Raises UsageError (which never shows a key) for half a pair, for a file that cannot be read and
    for a key that holds anything but printable ASCII.
    """
    warnings: list[str] = []
    set_ = {one for hint in hints(environ) for one in (hint.api, hint.app)}
    if token := _key("DD_ACCESS_TOKEN", environ, warnings):
        return Keys("", "", tuple(warnings), tuple(sorted(set_ - {token})), token)
    api = _key("DD_API_KEY", environ, warnings)
    app = _key("DD_APP_KEY", environ, warnings)
    if api is None and app is None:
        return None
    if api is None and app and app.startswith(_TOKENS):
        return Keys("", "", tuple(warnings), tuple(sorted(set_ - {app})), app)
    if api is None or app is None:
        there, absent = (
            ("DD_APP_KEY", "DD_API_KEY") if api is None else ("DD_API_KEY", "DD_APP_KEY")
        )
        raise UsageError(
            f"{absent} is not set, {there} is",
            hint=_WAYS,
        )
    return Keys(api, app, tuple(warnings), tuple(sorted(set_ - {api, app})))


def not_set(so: str, *more: str) -> UsageError:
    """The error of a command that needs keys and has none: what it cannot do, and `more` hints."""
    return UsageError(
        f"DD_API_KEY and DD_APP_KEY are not set, nor is DD_ACCESS_TOKEN, so {so}",
        hint="; ".join((_WAYS, *more)),
    )


def hints(environ: Mapping[str, str]) -> list[Keys]:
    """Whatever is set where keys belong, to be masked: half a pair, or what is no key, as well; and
    the passwords of proxies.
    """
    found = []
    for name in KEYS:
        texts = [environ.get(name, "")]
        with contextlib.suppress(UsageError):
            if path := environ.get(f"{name}_FILE", ""):
                texts.append(_read(path, name))
        # What no encoding can hold is refused as a key, and no message shows it.
        found += [Keys(key, key) for text in texts if (key := text.strip()) and _encodable(key)]
    found += [Keys(one, one) for one in dict.fromkeys(_proxy_passwords(environ))]
    return found


def _proxy_passwords(environ: Mapping[str, str]) -> Iterator[str]:
    """As they stand in the addresses of proxies, and as they are sent."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        for spelled in (name, name.upper()):
            # Not parsed: it has to be masked in an address that is none as well.
            _, at, before = environ.get(spelled, "").rpartition("@")[::-1]
            password = before.rpartition("//")[2].partition(":")[2] if at else ""
            for text in (password, urllib.parse.unquote(password)):
                if text.strip() and _encodable(text):
                    yield text


def _encodable(text: str) -> bool:
    return text.isprintable() or not any("\ud800" <= character <= "\udfff" for character in text)


def _key(name: str, environ: Mapping[str, str], warnings: list[str]) -> str | None:
    """One key, checked. A newline at its end is cut off, which is said in `warnings`."""
    value, source = environ.get(name, ""), name
    path = environ.get(f"{name}_FILE", "")
    if value.strip("\r\n") and path:
        warnings.append(f"{name} and {name}_FILE are both set: {name} is used; unset one of them")
    elif path:
        source = f"{name}_FILE"
        value = _read(path, source)
    key = value.rstrip("\r\n")
    if not key:
        if path:
            raise UsageError(f"{source}: the file holds no key")
        return None
    if key != value:
        warnings.append(
            f"{source}: the key ends with a newline, which was cut off: store it without"
        )
    if len(key) > MAX_LENGTH or not all("!" <= character <= "~" for character in key):
        raise UsageError(
            f"{source}: this is not a key: it is longer than {MAX_LENGTH} characters, or holds"
            " blanks, quotes from a word processor or control characters",
            hint="copy it again; it is not shown here",
        )
    return key


def _read(path: str, source: str) -> str:
    """The text of a small regular file. Never waits, not for a FIFO either."""
    try:
        content = read_bounded(path, MAX_LENGTH)
    except NotRegularError:
        raise UsageError(f"{source}: not a regular file") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a path"
        raise UsageError(f"{source}: cannot read the file: {why}") from None
    if len(content) > MAX_LENGTH:
        raise UsageError(f"{source}: the file is larger than {MAX_LENGTH} bytes: this is not a key")
    # Whatever is not ASCII is refused afterwards, with the same words as a key of the environment.
    return content.decode("latin-1")


def mask(text: str, secrets: Keys | None, *, shortest: int = 1) -> str:
    """`text` with every key of at least `shortest` characters replaced by `***`: plain,
    percent-encoded, escaped, in base64.
    """
    if secrets is None:
        return text
    forms = [
        form
        for form in _all_forms(secrets.api, secrets.app, secrets.token, *secrets.others)
        if len(form) >= shortest
    ]
    # Nearly every text has nothing to hide, and there are many of them.
    if not any(form[:_PIECE] in text or form[-_PIECE:] in text for form in forms):
        return text
    for form in forms:
        if len(form) < _WORD_LENGTH:
            text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(form)}(?![A-Za-z0-9])", MASK, text)
        else:
            text = text.replace(form, MASK)
    for form in forms:
        if len(form) >= _PIECES_FROM:
            text = _mask_pieces(text, form, 0)
            text = _mask_pieces(text, form, len(form) - _PIECE)
    return text


def masked(value: Any, secrets: Keys | None) -> Any:  # noqa: ANN401 - any JSON value
    """A JSON value with the keys masked in every string of it.

    This is data that is worked with, such as names of rules: a key of less than 8 characters, which
    no secret has, stays in it.
    """
    if isinstance(value, str):
        return mask(value, secrets, shortest=_WORD_LENGTH)
    if isinstance(value, list | tuple):
        return [masked(item, secrets) for item in value]
    if isinstance(value, dict):
        return {name: masked(item, secrets) for name, item in value.items()}
    return value


def without_keys(value: AnyStruct, *secrets: Keys) -> AnyStruct:
    """An outcome, or whatever else is about to leave, with the keys masked in every text of it, and
    what has the shape of a secret in all but the names that an outcome is found by.

    To be used before anything is cut, wrapped or escaped, after which a key is not found any more.
    """
    plain = msgspec.to_builtins(value)
    # Nearly always there is nothing to hide, and one long text is searched faster than many.
    text = "\n".join(_texts(plain))
    found = [keys for keys in secrets if mask(text, keys, shortest=_WORD_LENGTH) != text]
    shaped = mask_shapes(text) != text
    if not (found or shaped):
        return value
    for keys in found:
        plain = masked(plain, keys)
    if shaped:
        plain = shapes_masked(plain, _NAMES)
    return msgspec.convert(plain, type(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _mask_pieces(text: str, form: str, offset: int) -> str:
    """Mask each run of `text` that agrees with `form` around the piece of it at `offset`."""
    piece = form[offset : offset + _PIECE]
    kept: list[str] = []
    done = 0
    found = text.find(piece)
    while found >= 0:
        left, right = found, found + _PIECE
        while (
            left > done
            and left > found - offset
            and text[left - 1] == form[offset + left - 1 - found]
        ):
            left -= 1
        while right < len(text) and right - found + offset < len(form):
            if text[right] != form[right - found + offset]:
                break
            right += 1
        kept += [text[done:left], MASK]
        done = right
        found = text.find(piece, done)
    return "".join([*kept, text[done:]]) if kept else text


@functools.lru_cache(maxsize=8)
def _all_forms(*keys: str) -> tuple[str, ...]:
    """Every form of all keys, the longest first: one may be a part of the other."""
    forms = {form for key in keys if key for form in _forms(key)}
    return tuple(sorted(forms, key=lambda form: (-len(form), form not in keys, form)))


def _forms(key: str) -> set[str]:
    """The ways in which a key is written by servers, proxies and error messages."""
    quoted = urllib.parse.quote(key, safe="")
    digits = key.encode("utf-8", "replace").hex()
    escaped = "".join(f"%{digits[at : at + 2]}" for at in range(0, len(digits), 2))
    forms = {
        digits,
        digits.upper(),
        escaped,
        escaped.upper(),
        key,
        key.upper(),
        key.lower(),
        quoted,
        re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quoted),
        json.dumps(key)[1:-1],
        repr(key)[1:-1],
        html.escape(key),
        html.escape(key, quote=False),
    }
    for offset in range(3):
        # In base64 a key looks different by its place in the whole; what depends on its
        # neighbours is left out.
        encoded = base64.b64encode(b"\0" * offset + key.encode()).decode().rstrip("=")
        inner = encoded[(0, 2, 3)[offset] : len(encoded) - 1]
        if len(inner) >= _WORD_LENGTH:
            forms |= {inner, inner.replace("+", "-").replace("/", "_")}
    return forms
