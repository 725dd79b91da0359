from __future__ import annotations

import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import requests

from scorecard_action.errors import UsageError
from scorecard_action.sandbox import running
from tests.sandbox.client import RULES, call


def test_without_flask_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['flask'] = None\n"
        "from scorecard_action.errors import UsageError\n"
        "try:\n    import scorecard_action.sandbox\n"
        "except UsageError as error:\n    print(error.exit_code, error.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "2 pip install 'scorecard-action[sandbox]'\n", done.stderr


def test_a_taken_port_is_an_error_of_use(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    port = urlsplit(url).port or 0
    with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1:{port}"), running(port=port):
        pass
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("port", [-1, 65536, 10**20])
def test_a_port_that_cannot_be_is_an_error_of_use(port: int) -> None:
    with pytest.raises(UsageError, match="cannot listen"), running(port=port):
        pass


def test_it_takes_the_port_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with running(port=port) as url:
        assert url == f"http://127.0.0.1:{port}"
        assert call("GET", url + RULES).status_code == 200


def test_it_is_gone_after_the_block_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with running() as url:
        call("GET", url + "/")
        call("GET", url + "/none")
    with pytest.raises(requests.ConnectionError):
        call("GET", url + "/")
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")
def test_serve_announces_itself_and_ends_on_an_interrupt() -> None:
    program = (
        "from scorecard_action.sandbox import serve\n"
        "serve(lambda url: print(url, flush=True), faults=['429:1'])\n"
        "print('ended')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert call("GET", url + RULES).status_code == 200
            assert call("POST", url + RULES, {}).status_code == 429
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (out, err, process.returncode) == ("ended\n", "", 0)
