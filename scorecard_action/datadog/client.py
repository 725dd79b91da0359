"""Requests to Datadog: our own retries within one deadline, bounded answers.

A key is in the headers of a request, and in nothing else: not in its query or body, and not in what
was answered, which is masked where it enters.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json as json_module
import ssl
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, NoReturn

import msgspec
import requests
import urllib3
from requests.utils import select_proxy
from urllib3.util import parse_url

from scorecard_action import interrupts
from scorecard_action.datadog.answers import (
    CHECK_ADDRESS,
    CROWDED,
    SOMETHING_BETWEEN,
    Answer,
    excerpt,
    has_too_many_values,
    needed,
    read_body,
    refusal,
    words,
)
from scorecard_action.datadog.certificates import check_certificates
from scorecard_action.datadog.failures import UNUSABLE, cause, root_of
from scorecard_action.datadog.keys import Keys, mask, masked
from scorecard_action.datadog.sites import Base
from scorecard_action.datadog.transport import Limits, session
from scorecard_action.datadog.waits import RETRIED, TRIES, Clock, wait_before
from scorecard_action.errors import DatadogRefused, DatadogUnreachable

_CONNECT = 10.0  # seconds, at most, to connect
_READ = 30.0  # seconds without a byte, at most
_INSTANT = 0.001  # seconds in which nothing can be done
_FRESH = 2.0  # seconds until a new token is known everywhere at Datadog


class _NotReachedError(Exception):
    """One try failed, and another may not."""


class Client:
    """A connection to Datadog, closed at the end of a `with`.

    `timeout` seconds, counted from the first request, are all that its requests have together.
    `notify` gets a line for each wait. `proxies` (scheme -> URL) are not used for loopback;
    `ca_bundle` is a file or folder of certificates. Neither is looked for in the environment.
    """

    def __init__(
        self,
        base: Base,
        keys: Keys,
        *,
        user_agent: str,
        timeout: float = 120.0,
        clock: Clock | None = None,
        notify: Callable[[str], None] = lambda line: None,
        proxies: Mapping[str, str] | None = None,
        ca_bundle: str | None = None,
    ) -> None:
        if ca_bundle and base.url.startswith("https:"):
            check_certificates(ca_bundle)
        self.base = base
        self.keys = keys
        self.timeout = timeout
        self.clock = clock or Clock()
        self.notify = notify
        self.requests = 0
        # The clock's time of the first answer that was dated, and Datadog's time as it says.
        self.dated: tuple[float, dt.datetime] | None = None
        self._proxies = {} if base.loopback else dict(proxies or {})
        self._verify: bool | str = ca_bundle or True
        # https://docs.datadoghq.com/account_management/personal-access-tokens/
        self._headers = {
            **(
                {"Authorization": f"Bearer {keys.token}"}
                if keys.token
                else {"DD-API-KEY": keys.api, "DD-APPLICATION-KEY": keys.app}
            ),
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": user_agent,
        }
        # A token that was just made is refused by some of Datadog's machines for seconds.
        self._maybe_fresh = bool(keys.token)
        self._deadline: float | None = None
        self._began = self._until = 0.0
        self._session = session(Limits(self._left, self.clock.wait))

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.base.url!r})"

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        until: float | None = None,
        tries: int = TRIES,
    ) -> Answer:
        """Send a request and return the answer: a success with its JSON, or a 4xx.

        `until` (on the client's clock) takes the place of the shared deadline. Raises
        DatadogUnreachable where no usable answer came in time (429 and 5xx to the end included),
        DatadogRefused for a redirect.
        """
        self._until = self.deadline() if until is None else until
        self._began = self._until - self.timeout if until is None else self.clock.now()
        data = None
        if json is not None:
            body = masked(json, self.keys)
            data = _utf8(json_module.dumps(body, ensure_ascii=False, separators=(",", ":")))
        query = {name: _utf8(masked(value, self.keys)) for name, value in (params or {}).items()}
        for tried in range(1, tries + 1):
            status, headers = 0, {}
            try:
                answer = self._try(method, path, query, data)
                if answer.status in {401, 403}:
                    if self._may_be_fresh(answer.status):
                        answer = self._try(method, path, query, data)
                    answer = answer._replace(needed=needed(method, token=bool(self.keys.token)))
                if answer.status not in RETRIED:
                    self._maybe_fresh = False
                    return _usable(answer)
                status, headers = answer.status, dict(answer.headers)
                what = f"Datadog answered {status}"
            except _NotReachedError as failure:
                what = f"Datadog was not reached ({failure})"
            if tried == tries:
                break
            wait = wait_before(tried, status, headers, self.clock)
            self._pause(wait, what, f"({tried + 1} of {tries})")
        told = f": {answer.words}" if status and answer.text else ""
        times = f", {tries} times" if tries > 1 else ""
        raise DatadogUnreachable(f"{what}{times}{told}", hint=self._hint(status))

    def deadline(self) -> float:
        """When the time for all requests is over, on the client's clock; asking starts it."""
        if self._deadline is None:
            self._deadline = self.clock.now() + self.timeout
        return self._deadline

    def get(self, path: str, params: Mapping[str, str], **options: Any) -> Answer:  # noqa: ANN401
        """`request` with GET; raises DatadogRefused for a 4xx as well."""
        answer = self.request("GET", path, params=params, **options)
        if answer.status >= 400:
            raise refusal(answer)
        return answer

    def mask(self, text: str) -> str:
        """`text` without the keys."""
        return mask(text, self.keys)

    def _pause(self, wait: float, what: str, which: str) -> None:
        """Wait, and say so, where the time allows it."""
        left = max(self._until - self.clock.now(), 0)
        if wait >= left:
            raise DatadogUnreachable(
                f"{what}; the next try would be in {wait:.3g} s, and {left:.3g} s are left",
                hint="--timeout sets how long to try altogether",
            )
        self.notify(f"{what}; trying again in {wait:.3g} s {which}")
        self.clock.sleep(wait)

    def _may_be_fresh(self, status: int) -> bool:
        """Whether the token may be too new; waited for once, where nothing was answered before."""
        fresh, self._maybe_fresh = self._maybe_fresh, False
        if not fresh or self.clock.now() + _FRESH >= self._until:
            return False
        self.notify(
            f"Datadog answered {status}; a new token takes some seconds to be known: trying again"
            f" in {_FRESH:.3g} s"
        )
        self.clock.sleep(_FRESH)
        return True

    def _left(self) -> float:
        """Seconds that one read, or making a connection, may take."""
        interrupts.check()
        left = self._until - self.clock.now()
        if left <= 0:
            raise TimeoutError("the time is over")
        return min(_READ, left)

    def _try(
        self, method: str, path: str, query: Mapping[str, bytes], data: bytes | None
    ) -> Answer:
        """Send once. Raises _NotReachedError where another try may help."""
        if self._is_over():
            self._over()
        proxy = select_proxy(self.base.url, self._proxies)
        if proxy and not _is_url(proxy):
            raise DatadogUnreachable(
                "no request can be made: the proxy's address cannot be used",
                hint="check the proxy's address in HTTPS_PROXY or ALL_PROXY",
            )
        headers = dict(self._headers)
        if data is not None:
            headers["Content-Type"] = "application/json"
        response: requests.Response | None = None
        self.requests += 1
        try:
            wait = self._left()
            response = self._session.request(
                method,
                self.base.url + path,
                params=query,
                data=data,
                headers=headers,
                timeout=(min(_CONNECT, wait), wait),
                allow_redirects=False,
                stream=True,
                proxies=self._proxies,
                verify=self._verify,
            )
            body = read_body(response)
        except DatadogUnreachable:
            raise
        except UNUSABLE:
            # The error's own text can hold the proxy's password.
            raise DatadogUnreachable(
                "no request can be made: the address, or the proxy's, cannot be used",
                hint=CHECK_ADDRESS,
            ) from None
        except Exception as error:  # noqa: BLE001 - whatever a server makes the libraries raise
            if self._is_over():
                self._over()
            # The error's own text and chain can hold what the server sent.
            root = root_of(error)
            if isinstance(root, ssl.SSLCertVerificationError):
                raise DatadogUnreachable(
                    f"the certificate of {self.base.url} is not trusted: {root.verify_message}",
                    hint="REQUESTS_CA_BUNDLE can name a file of certificates to trust",
                ) from None
            raise _NotReachedError(self.mask(cause(root))) from None
        finally:
            if response is not None:
                response.close()
        return self._answer(response, body)

    def _answer(self, response: requests.Response, body: bytes) -> Answer:
        """The answer with the keys masked where it enters."""
        crowded = has_too_many_values(body)
        try:
            parsed = masked(msgspec.json.decode(body), self.keys) if body and not crowded else None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            parsed = None
        # Masked before it is cut: half a key at the cut would not be found.
        text = excerpt(self.mask(body[:20_000].decode("utf-8", "replace")))
        headers = {name.lower(): self.mask(value) for name, value in response.headers.items()}
        if crowded:
            text = f"{CROWDED}: {text}"
        said = excerpt(self.mask(words(parsed, text)))
        if self.dated is None and (time := _date(headers.get("date", ""))):
            self.dated = self.clock.now(), time
        return Answer(response.status_code, parsed, text, headers, said)

    def _is_over(self) -> bool:
        return self.clock.now() > self._until - _INSTANT

    def _over(self) -> NoReturn:
        waited = max(self._until - self._began, 0)
        raise DatadogUnreachable(
            f"no whole answer from Datadog within {waited:.3g} s"
            if waited
            else "no time was left to ask Datadog",
            hint="--timeout sets how long to try altogether",
        ) from None

    def _hint(self, status: int) -> str:
        if status == 429:
            return "the rate limit of the organization is used up: try again later"
        return "" if status else f"tried {self.base.url}: {CHECK_ADDRESS}"


def _is_url(text: str) -> bool:
    try:
        return bool(parse_url(text).host)
    except (urllib3.exceptions.HTTPError, ValueError):
        return False


def _usable(answer: Answer) -> Answer:
    """The answer, if something can be done with it: a success in JSON, or a refusal."""
    status = answer.status
    if 300 <= status < 400:
        place = answer.headers.get("location", "")
        to = f" to {excerpt(place)}" if place else ""
        raise DatadogRefused(
            f"Datadog answered {status}, a redirect{to}, which is not followed",
            status=status,
            hint=CHECK_ADDRESS,
        )
    if status >= 500 or status < 200:
        raise DatadogUnreachable(f"Datadog answered {status}: {answer.words}", hint=CHECK_ADDRESS)
    # 202 and 204 have no body in the API's specification.
    empty = not answer.text and status in {202, 204}
    if status < 300 and not empty and not isinstance(answer.body, dict):
        told = not answer.text or answer.text.startswith(("<", CROWDED))
        what = answer.words if told else "no JSON object"
        raise DatadogUnreachable(
            f"Datadog answered {status} with {what}, so it is not known whether it understood",
            hint=SOMETHING_BETWEEN,
        )
    return answer


def _date(text: str) -> dt.datetime | None:
    """The time of a Date header (RFC 9110, 6.6.1), None where it has none."""
    try:
        time = email.utils.parsedate_to_datetime(text[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def _utf8(text: str) -> bytes:
    """UTF-8, with `?` for a lone surrogate, which has none."""
    return text.encode("utf-8", "replace")
