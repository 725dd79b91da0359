"""Where Datadog is: sites, `--api-url`, and the host of the pages that people look at.

The sites are those of https://docs.datadoghq.com/getting_started/site/.
"""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple

from scorecard_action.errors import UsageError
from scorecard_action.masking import clip
from scorecard_action.near import did_you_mean, nearest

DEFAULT_SITE = "datadoghq.com"

SITES = (
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "ap1.datadoghq.com",
    "ap2.datadoghq.com",
    "uk1.datadoghq.com",
    "datadoghq.eu",
    "ddog-gov.com",
    "us2.ddog-gov.com",
)

# What Datadog calls its sites in its documentation, for suggestions only.
NICKNAMES = {
    "us": "datadoghq.com",
    "us1": "datadoghq.com",
    "eu": "datadoghq.eu",
    "eu1": "datadoghq.eu",
    "us3": "us3.datadoghq.com",
    "us5": "us5.datadoghq.com",
    "ap1": "ap1.datadoghq.com",
    "ap2": "ap2.datadoghq.com",
    "uk1": "uk1.datadoghq.com",
    "gov": "ddog-gov.com",
    "us1-fed": "ddog-gov.com",
    "us2-fed": "us2.ddog-gov.com",
}

# `us4`: a site that is mistyped, or newer than this table, rather than a company's name.
_REGION = re.compile(r"[a-z]{2}\d(?:-fed)?|gov|eu|us|app|api")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})*")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_FORBIDDEN = re.compile(r"[^\x21-\x7e]|[%\\\"<>^`{|}]")


class Base(NamedTuple):
    """Where requests go. `url` has no slash at its end; `site` is None with `--api-url`.

    To a `loopback` address no proxy is used, and plain http is allowed.
    """

    url: str
    loopback: bool = False
    site: str | None = None
    warning: str = ""


def api_base(site: str | None, api_url: str | None) -> Base:
    """The address of the API for DD_SITE and `--api-url`; the latter wins. Empty is unset.

    Raises UsageError for an unknown site and for a URL that keys must not be sent to.
    """
    if api_url and api_url.strip():
        return _from_url(api_url.strip())
    name = site_name(site)
    warning = ""
    if name.endswith("ddog-gov.com"):
        warning = f"Scorecards is not supported on the site {name}: is DD_SITE the right one?"
    return Base(f"https://api.{name}", site=name, warning=warning)


def site_name(site: str | None) -> str:
    """The site that `site` means: `https://app.datadoghq.eu/dash` is datadoghq.eu.

    Raises UsageError with suggestions for one that is not known.
    """
    text = (site or "").strip()
    if not text:
        return DEFAULT_SITE
    host = re.sub(r"^https?://", "", text.lower())
    host = re.split(r"[/?#]", host, maxsplit=1)[0].removesuffix(":443").rstrip(".")
    for prefix in ("", "app.", "api."):
        if host.startswith(prefix) and host.removeprefix(prefix) in SITES:
            return host.removeprefix(prefix)
    raise UsageError(f"DD_SITE: unknown Datadog site {_shown(text)}", hint=_meant(host))


def _meant(host: str) -> str:
    """Say which sites a host that is none may stand for.

    A company may have a name of its own in the address of its pages, which does not tell the site:
    acme.datadoghq.com has the pages of us3.datadoghq.com too (datadog-ci: DD_SUBDOMAIN).
    """
    first = host.partition(".")[0]
    site = next((site for site in reversed(SITES) if host.endswith(f".{site}")), "")
    own = host.removesuffix(f".{site}")
    if site and _HOST.fullmatch(own) and not _REGION.fullmatch(own):
        others = [one for one in SITES if one.endswith(f".{site}")]
        also = f"; it may also be {' or '.join(others)}" if others else ""
        return f"{did_you_mean([site])} {own} is a company's own name for its pages, no site{also}"
    if host in NICKNAMES:
        return did_you_mean([NICKNAMES[host]])
    named = [NICKNAMES[first]] if first in NICKNAMES else []
    alike = list(dict.fromkeys([*named, *nearest(host, SITES)]))[:3]
    return did_you_mean(alike) or f"known sites: {', '.join(SITES)}"


def _from_url(text: str) -> Base:
    """The base of a URL that was given: https, or http to loopback only.

    Rebuilt from the parsed parts, so that what was checked is what is used.
    """
    from urllib3.exceptions import LocationParseError  # noqa: PLC0415
    from urllib3.util import parse_url  # noqa: PLC0415

    if _FORBIDDEN.search(text):
        raise _bad_url(text, "it holds a character that a URL cannot hold")
    try:
        parts = parse_url(text)
    except (LocationParseError, ValueError):
        raise _bad_url(text, "it is not a URL") from None
    host = (parts.host or "").lower()
    path = (parts.path or "").rstrip("/")
    if parts.scheme not in {"http", "https"}:
        raise _bad_url(text, "it must begin with https://")
    if parts.auth is not None or "@" in text:
        raise _bad_url("https://…@…", "a user name or a password has no place in it")
    if not host:
        raise _bad_url(text, "it names no host")
    if parts.query is not None or parts.fragment is not None:
        raise _bad_url(text, "it must have no query and no fragment")
    if not _PATH.fullmatch(path):
        raise _bad_url(text, "its path is not a plain one")
    if not (_HOST.fullmatch(host) or _is_ipv6(host)) or parts.port == 0:
        raise _bad_url(text, "its host or port is not valid")
    loopback = _is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise _bad_url(text, "keys go over https only; http is for 127.0.0.1, [::1] and localhost")
    port = "" if parts.port is None else f":{parts.port}"
    return Base(f"{parts.scheme}://{host}{port}{path}", loopback=loopback)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address == ipaddress.IPv6Address("::1")
    return address.is_loopback


def _is_ipv6(host: str) -> bool:
    if not (host.startswith("[") and host.endswith("]")) or "%" in host:
        return False
    try:
        ipaddress.IPv6Address(host[1:-1])
    except ValueError:
        return False
    return True


def _bad_url(text: str, why: str) -> UsageError:
    return UsageError(
        f"--api-url {_shown(text)} is refused: {why}",
        hint="give it as https://HOST, or http://127.0.0.1:PORT for a server on this machine",
    )


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 80 else clip(text, 80) + "...")
