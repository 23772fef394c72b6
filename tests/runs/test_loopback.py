"""The page on loopback: one page, for browsers of this machine, under its own name only."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from simulator.errors import UsageError
from simulator.runs.loopback import Loopback, serving


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving(0) as found:
        found.put(b"<p>page</p>")
        yield found


def asked(server: Loopback, method: str = "GET", path: str = "/", host: str = "") -> tuple[int, bytes, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read(), dict(answer.getheaders())
    connection.close()
    return found


def test_the_page_that_was_put_last_is_given_and_nothing_may_run_in_it(server: Loopback) -> None:
    status, content, headers = asked(server)
    assert (status, content) == (200, b"<p>page</p>")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    server.put(b"other")
    assert asked(server, host=f"localhost:{server.server_port}")[1] == b"other"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example:1"])
def test_another_name_that_points_here_is_refused(server: Loopback, host: str) -> None:
    status, content, _ = asked(server, host=host)
    assert (status, b"page" in content) == (421, False)


@pytest.mark.parametrize("path", ["/static/", "/../etc/passwd", "/?x", "/events.jsonl"])
def test_there_is_nothing_behind_the_page(server: Loopback, path: str) -> None:
    assert asked(server, path=path)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_it_can_only_be_read(server: Loopback, method: str) -> None:
    assert asked(server, method)[0] == 501


def test_only_this_machine_is_listened_to(server: Loopback) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_those_who_say_nothing_keep_nobody_waiting(server: Loopback) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.server_port)) for _ in range(8)]
    assert asked(server)[0] == 200
    for connection in silent:
        connection.close()


def test_a_port_that_is_taken_is_said(server: Loopback) -> None:
    with pytest.raises(UsageError, match="cannot be had"), serving(server.server_port):
        pass
