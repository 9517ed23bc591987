"""Starting a program of ``publications.pdf_process`` and waiting for it, not for ever."""

import os
import signal
import subprocess
import sys
from pathlib import Path

# Seconds by the clock, after which it is killed whatever it is doing. Its own limits of processor
# time and memory are in ``publications.pdf_process.limits``.
PATIENCE = 40

_ROOT = Path(__file__).resolve().parent.parent.parent
_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def run(program: str, *files: Path) -> bool:
    """Whether the program came to its end within its limits."""
    module = f"publications.pdf_process.{program}"
    # A group of its own, so that nothing it may have started outlives it; and none of our secrets.
    with subprocess.Popen(  # noqa: S603 - our own program and paths that we made
        [sys.executable, "-I", "-c", _START, str(_ROOT), module, *map(str, files)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(files[0].parent)},
    ) as process:
        try:
            return process.wait(timeout=PATIENCE) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return False
