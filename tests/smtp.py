"""A mail server for tests: accepts, refuses, or holds its answer until the test says so."""

import email
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine and keeps what it accepted, in order."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.accepted: list[Message] = []
        self.refuses = False
        # The mail after this many is accepted, and its sender waits for the answer until `go_on`.
        self.holds_after: int | None = None
        self.is_holding = threading.Event()
        self.go_on = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.accepted]

    def accept(self, lines: list[bytes]) -> None:
        self.accepted.append(email.message_from_bytes(b"".join(lines)))
        if self.holds_after is not None and len(self.accepted) > self.holds_after:
            self.is_holding.set()
            self.go_on.wait(60)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed breaks off in the middle; that is what these tests are about."""


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand over a mail."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb != b"DATA":
                self.say("250 ok")
            elif self.server.refuses:
                self.say("451 try again later")
            else:
                self.say("354 go on")
                self.server.accept(list(iter(self.rfile.readline, b".\r\n")))
                self.say("250 accepted")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
            thread.join()


def closed_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
