"""Five downloads of 100 MB at once through a real gunicorn: whole, and in bounded memory."""

import hashlib
import json
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection

from tests.environment import clean_environment
from tests.server import ask, free_port, manage, process, run

pytestmark = [
    pytest.mark.production,
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="tested on SQLite's run: the site of this test has a database of its own",
    ),
]

MEGABYTE = 1024 * 1024
SIZE = 100 * MEGABYTE
READERS = 5
# All five files would be 500 MB; what is measured is a tenth of this bound.
MOST_GROWTH = 50 * MEGABYTE

# The file is laid in the place of a small one: what reads uploads has its own tests.
MAKE = f"""
import hashlib, json, random, django
django.setup()
from publications.enums import Access
from publications.models import DocumentVersion
from tests import making
paper = making.published(slug="large", access=Access.OPEN)
version = paper.current_pdf
block = random.Random(1).randbytes({MEGABYTE})
checksum = hashlib.sha256()
with open(version.file.path, "wb") as file:
    for _ in range({SIZE // MEGABYTE}):
        file.write(block)
        checksum.update(block)
DocumentVersion.objects.update(size={SIZE}, sha256=checksum.hexdigest())
print(json.dumps([paper.pdf_path(), checksum.hexdigest()]))
"""


@dataclass(frozen=True)
class Site:
    port: int
    server: "subprocess.Popen[str]"
    path: str
    sha256: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("large"), free_port()
    environment = clean_environment(
        VAR_DIR=folder, PORT=str(port), DJANGO_SETTINGS_MODULE="ifri.settings"
    )
    done = manage(environment, "migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    made = run(environment, "-c", MAKE)
    assert made.returncode == 0, made.stderr
    gunicorn = [sys.executable, "-m", "gunicorn"]
    with process(gunicorn, environment, port, folder / "gunicorn.log") as server:
        yield Site(port, server, *json.loads(made.stdout.splitlines()[-1]))


@dataclass
class Reader:
    """Takes an answer apart as it comes."""

    socket: socket.socket
    head: bytes = b""
    received: int = 0
    checksum: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def take(self) -> None:
        data = self.socket.recv(MEGABYTE)
        assert data, f"cut off after {self.received} bytes"
        if b"\r\n\r\n" not in self.head:
            self.head += data
            data = self.head.partition(b"\r\n\r\n")[2]
        self.received += len(data)
        self.checksum.update(data)

    @property
    def is_done(self) -> bool:
        return self.received >= SIZE


def memory(pid: int, what: str) -> int:
    """``VmRSS`` is what a process holds now, ``VmHWM`` the most it ever held. In bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(what)


def processes(server: "subprocess.Popen[str]") -> list[int]:
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    return [server.pid, *map(int, children.split())]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_five_at_once_are_whole_and_take_no_memory_to_speak_of(site: Site) -> None:
    for _ in range(20):  # both workers have seen the file and hold what they always hold
        assert ask(site.port, site.path, Range="bytes=0-9").status == 206
    pids = processes(site.server)
    assert len(pids) == 3
    before = {pid: memory(pid, "VmRSS") for pid in pids}

    readers = []
    for _ in range(READERS):
        connection = socket.create_connection(("127.0.0.1", site.port), timeout=60)
        connection.sendall(f"GET {site.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        readers.append(Reader(connection))
    # All five are under way before the first goes on.
    for reader in readers:
        reader.take()
    while waiting := [reader for reader in readers if not reader.is_done]:
        ready, _, _ = select.select([each.socket for each in waiting], [], [], 60)
        assert ready
        for reader in waiting:
            if reader.socket in ready:
                reader.take()
    growth = {pid: memory(pid, "VmHWM") - before[pid] for pid in pids}
    for reader in readers:
        reader.socket.close()

    assert [reader.head.split(b"\r\n")[0] for reader in readers] == [b"HTTP/1.1 200 OK"] * READERS
    assert {(reader.received, reader.checksum.hexdigest()) for reader in readers} == {
        (SIZE, site.sha256)
    }
    assert processes(site.server) == pids
    assert sum(growth.values()) < MOST_GROWTH, growth
