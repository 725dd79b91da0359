from __future__ import annotations

import pytest

from scorecard_action.datadog.sites import SITES, api_base
from scorecard_action.errors import UsageError


@pytest.mark.parametrize(
    ("site", "url"),
    [
        pytest.param(None, "https://api.datadoghq.com", id="default"),
        pytest.param("", "https://api.datadoghq.com", id="empty is unset"),
        pytest.param(" datadoghq.eu\n", "https://api.datadoghq.eu", id="blanks around"),
        pytest.param("DataDogHQ.eu", "https://api.datadoghq.eu", id="case"),
        pytest.param("us5.datadoghq.com", "https://api.us5.datadoghq.com", id="us5"),
        pytest.param(
            "https://us3.datadoghq.com", "https://api.us3.datadoghq.com", id="site as URL"
        ),
        pytest.param(
            "https://app.datadoghq.eu/dash/1?x=2", "https://api.datadoghq.eu", id="app URL"
        ),
        pytest.param("app.datadoghq.com", "https://api.datadoghq.com", id="app host"),
        pytest.param(
            "https://api.ap1.datadoghq.com/", "https://api.ap1.datadoghq.com", id="API URL"
        ),
    ],
)
def test_site(site: str | None, url: str) -> None:
    base = api_base(site, None)
    assert base.url == url
    assert not base.loopback
    assert base.warning == ""


@pytest.mark.parametrize("site", SITES)
def test_every_site_has_an_api_and_a_warning_where_scorecards_is_missing(site: str) -> None:
    base = api_base(site, "")
    assert base.url == f"https://api.{site}"
    assert ("not supported" in base.warning) == site.endswith("ddog-gov.com")


@pytest.mark.parametrize(
    ("site", "suggested"),
    [
        pytest.param("datadoghq.om", "datadoghq.com", id="typing error"),
        pytest.param("us5.datadog.com", "us5.datadoghq.com", id="nearly"),
        pytest.param("eu1", "datadoghq.eu", id="name of the documentation"),
        pytest.param("example.org", "known sites: datadoghq.com", id="nothing near"),
        pytest.param("datadoghq.com.evil.example", "datadoghq.com", id="longer"),
        pytest.param("https://app.datadoghq.eu@evil.example", "datadoghq", id="user name"),
    ],
)
def test_unknown_site(site: str, suggested: str) -> None:
    with pytest.raises(UsageError, match="unknown Datadog site") as caught:
        api_base(site, None)
    assert suggested in caught.value.hint


# datadog-ci, src/helpers/app.ts: with DD_SUBDOMAIN=myorg the pages of datadoghq.com and of
# us3.datadoghq.com are both at myorg.datadoghq.com.
@pytest.mark.parametrize(
    ("site", "hint"),
    [
        pytest.param(
            "acme.datadoghq.com",
            "did you mean datadoghq.com? acme is a company's own name for its pages, no site; it"
            " may also be us3.datadoghq.com or us5.datadoghq.com or ap1.datadoghq.com or"
            " ap2.datadoghq.com or uk1.datadoghq.com",
            id="own name",
        ),
        pytest.param(
            "https://acme.datadoghq.eu/dashboard/lists?q=a",
            "did you mean datadoghq.eu? acme is a company's own name for its pages, no site",
            id="URL, one site of this domain",
        ),
        pytest.param(
            "ACME.us3.datadoghq.com",
            "did you mean us3.datadoghq.com? acme is a company's own name for its pages, no site",
            id="with the site",
        ),
        pytest.param("us3.datadoghq.eu", "did you mean us3.datadoghq.com or ", id="other domain"),
        pytest.param("eu1.datadoghq.com", "did you mean datadoghq.eu or ", id="EU as US"),
        pytest.param("us4.datadoghq.com", "did you mean us5.datadoghq.com or ", id="no such one"),
        pytest.param("::x::.datadoghq.com", "did you mean datadoghq.com or ", id="no name"),
    ],
)
def test_address_of_pages(site: str, hint: str) -> None:
    with pytest.raises(UsageError, match="unknown Datadog site") as caught:
        api_base(site, None)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("given", "url", "loopback"),
    [
        ("https://dd.example", "https://dd.example", False),
        ("https://DD.example:8443/", "https://dd.example:8443", False),
        ("https://dd.example/proxy/dd/", "https://dd.example/proxy/dd", False),
        ("https://dd.example/a/../b", "https://dd.example/b", False),
        ("http://127.0.0.1:8126", "http://127.0.0.1:8126", True),
        ("http://127.1.2.3", "http://127.1.2.3", True),
        ("http://localhost:8126", "http://localhost:8126", True),
        ("http://LOCALHOST", "http://localhost", True),
        ("http://[::1]:8126", "http://[::1]:8126", True),
        (" http://127.0.0.1\t\r\n", "http://127.0.0.1", True),
        ("https://127.0.0.1", "https://127.0.0.1", True),
        ("https://[2001:db8::1]", "https://[2001:db8::1]", False),
    ],
)
def test_api_url(given: str, url: str, loopback: bool) -> None:
    base = api_base("nonsense", given)
    assert (base.url, base.loopback, base.site) == (url, loopback, None)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1\\@evil.example",
        "http://127.0.0.1@evil.example",
        "http://evil.example\\@127.0.0.1",
        "http://user:password@127.0.0.1",
        "https://:@dd.example",
        "http://127.0.0.1#@evil.example",
        "https://dd.example#x",
        "https://dd.example?x=1",
        "http://127.0.0.1 .evil.example",
        "http://127.0.0.1\n.evil.example",
        "http://127.0.0.1\x00",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://localhost.",
        "http://127.1",
        "http://0x7f000001",
        "http://2130706433",
        "http://0177.0.0.1",
        "http://0.0.0.0",
        "http://[::ffff:127.0.0.1]",
        "http://[::1%25lo]",
        "http://[::]",
        "http://%31%32%37.0.0.1",
        "http://ⓛocalhost",
        "http://127。0。0。1",
        "http://dd.example",
        "http://api.datadoghq.com",
        "http://",
        "https://",
        "https:///x",
        "http:127.0.0.1",
        "//127.0.0.1",
        "127.0.0.1:8126",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "https://dd.example:99999",
        "https://dd.example:0",
        "https://dd.example:x",
        "https://dd.example/%2e%2e/x",
        "https://-dd.example",
        "https://dd..example",
        "nonsense",
    ],
)
def test_api_url_refused(url: str) -> None:
    with pytest.raises(UsageError, match="--api-url") as caught:
        api_base(None, url)
    assert "password" not in str(caught.value).replace("user name or a password", "")
