"""One page for browsers of this machine: bound to loopback, read-only, and nothing else behind it.

There is no folder that could be walked: whatever the address says, there is one page or none.  A page of elsewhere
that lets its own name point here is refused by the name it asks for; nothing may be framed, cached or run.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from simulator.catalogue import tr
from simulator.errors import UsageError

__all__ = ["Loopback", "serving"]

_HOST = "127.0.0.1"
_MOST = 64
"""connections at one time; more are closed at once"""
_PATIENCE_S = 5.0
"""seconds that a connection may say nothing"""
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",  # not for people
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class _Answer(BaseHTTPRequestHandler):
    """One request."""

    server: Loopback
    timeout = _PATIENCE_S
    server_version, sys_version = "startex", ""

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        status, content = self.server.answer(self.headers.get_all("Host") or [], self.path)  # not for people
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))  # not for people
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said about requests: their text is a stranger's."""


class Loopback(ThreadingHTTPServer):
    """Answers with the page that was put last."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int):
        self._page = b""
        self._free = threading.BoundedSemaphore(_MOST)
        super().__init__((_HOST, port), _Answer)

    @property
    def address(self) -> str:
        """What is typed into a browser."""
        return f"http://{_HOST}:{self.server_port}/"

    def put(self, page: bytes) -> None:
        """Another page from now on."""
        self._page = page

    def answer(self, hosts: list[str], path: str) -> tuple[HTTPStatus, bytes]:
        """Status and content for what a request asks for."""
        if hosts not in ([f"{_HOST}:{self.server_port}"], [f"localhost:{self.server_port}"]):
            return HTTPStatus.MISDIRECTED_REQUEST, b"not here"
        if path != "/":
            return HTTPStatus.NOT_FOUND, b"there is one page: /"
        return HTTPStatus.OK, self._page

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, as long as there are not too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then make room for the next."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no matter."""


@contextmanager
def serving(port: int) -> Iterator[Loopback]:
    """A server on loopback while the block runs; raises :class:`UsageError` where the port cannot be had."""
    try:
        server = Loopback(port)
    except (OSError, OverflowError) as error:
        raise UsageError(
            tr("port {port} of this machine cannot be had ({error}); choose another, or 0", port=port, error=error)
        ) from None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
