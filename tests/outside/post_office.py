"""A mail server that only takes in: what a mail program sends to it lies in a list (RFC 5321)."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Letter(NamedTuple):
    """A mail as it was sent: to whom by the envelope, and its bytes."""

    to: list[str]
    content: bytes


class PostOffice(socketserver.ThreadingTCPServer):
    """Listens on a port of its own on this computer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.letters: list[Letter] = []

    @property
    def url(self) -> str:
        """Where a mail program sends to."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Counter(socketserver.StreamRequestHandler):
    """One conversation."""

    server: PostOffice

    def handle(self) -> None:
        to: list[str] = []
        self._say("220 her")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                to.append(line.decode().split("<")[1].split(">")[0])
            if verb == b"DATA":
                self._say("354 ja")
                self.server.letters.append(Letter(to, self._content()))
            self._say("221 farvel" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """A post office that is open as long as the block runs."""
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield office
        office.shutdown()
        thread.join()
