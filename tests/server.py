"""The site as processes of its own: the management commands and gunicorn, as an operator runs them."""

import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import STDOUT, CompletedProcess

from tests.environment import ROOT, clean_environment

START_SECONDS = 120
COMMAND_SECONDS = 120
# The demo's covers are drawn and its PDFs read: a minute alone, several in a crowd.
DEMO_SECONDS = 600


def find_nginx() -> str | None:
    """Debian keeps it out of a plain user's PATH."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def manage(
    environment: Mapping[str, str], *arguments: str, timeout: int = COMMAND_SECONDS
) -> CompletedProcess[str]:
    return run(environment, "manage.py", *arguments, timeout=timeout)


def run(
    environment: Mapping[str, str], *arguments: str, timeout: int = COMMAND_SECONDS
) -> CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, *arguments),
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@contextmanager
def process(
    command: Sequence[str | Path], environment: Mapping[str, str], port: int, log: Path
) -> Iterator[subprocess.Popen[str]]:
    """A server that answers on its port when the block begins and has ended when it is left."""
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=STDOUT,
            text=True,
        )
        try:
            _wait_for(server, port, log)
            yield server
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextmanager
def demo_site(folder: Path, **values: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The demo content served from a folder with production's settings: the port, and gunicorn."""
    port = free_port()
    environment = clean_environment(VAR_DIR=folder, PORT=str(port), **values)
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["load_demo"]):
        done = manage(environment, *command, timeout=DEMO_SECONDS)
        if done.returncode:
            raise AssertionError(f"{command[0]} failed:\n{done.stderr}")
    with process([sys.executable, "-m", "gunicorn"], environment, port, folder / "log") as server:
        yield port, server


def _wait_for(server: subprocess.Popen[str], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


class Answer:
    """One HTTP answer, read whole; header names in lower case."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()


def ask(port: int, path: str, *, method: str = "GET", **headers: str) -> Answer:
    """One request without redirects or cookies; `If_None_Match="x"` becomes `If-None-Match: x`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        return Answer(connection.getresponse())
    finally:
        connection.close()
