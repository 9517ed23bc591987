"""A throwaway PostgreSQL cluster: made in a temporary folder, gone afterwards.

It listens on a Unix socket in a folder only its owner (and root) may enter, hence `trust`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# A socket's path may have about 100 characters, a temporary folder's any number.
LONGEST_FOLDER = 70

# Nothing here has to survive a power cut.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


def find_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: Debian keeps it out of the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    return versions[-1].parent if versions else None


def _owner() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: whom to be instead, or None to stay who we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("Running as root, and there is no user 'postgres' or 'nobody' to drop to.")


def _folder(owner: pwd.struct_passwd | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ifri-pg-"))
    if owner or len(str(folder)) > LONGEST_FOLDER:
        # Root's TMPDIR may be a place the owner cannot enter.
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="ifri-pg-", dir="/tmp"))
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


def _identity(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _run(owner: pwd.struct_passwd | None, folder: Path, *command: str | Path) -> None:
    # pg_ctl's server inherits the output: a pipe here would never close, so it goes to a file.
    with (folder / "commands.log").open("ab") as log:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
            **_identity(owner),
        )
    if done.returncode != 0:
        raise RuntimeError(
            f"{Path(command[0]).name} failed:\n{(folder / 'commands.log').read_text()}"
        )


# Waits until the other end of its input is closed, by the block's end or by this process's death
# (kill -9 included), and then clears up.
GUARD = """
read -r _
"$1/pg_ctl" -D "$2/data" -w -m immediate stop
rm -rf "$2"
"""


@contextmanager
def _guarded(owner: pwd.struct_passwd | None, programs: Path, folder: Path) -> Iterator[None]:
    guard = subprocess.Popen(
        ("/bin/sh", "-c", GUARD, "guard", programs, folder),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Ctrl-C reaches every process of the terminal's group; this one has to outlive it.
        start_new_session=True,
        **_identity(owner),
    )
    try:
        yield
    finally:
        guard.communicate()


@contextmanager
def throwaway_cluster(programs: Path) -> Iterator[str]:
    """Start a cluster, yield its DATABASE_URL, and remove it whatever happens in between."""
    owner = _owner()
    folder = _folder(owner)
    with _guarded(owner, programs, folder):
        data = folder / "data"
        _run(
            owner,
            folder,
            *(programs / "initdb", "-D", data, "-U", "ifri", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=reject", "--no-sync"),
        )
        settings = ("listen_addresses=", f"unix_socket_directories={folder}", *QUICK)
        with (data / "postgresql.conf").open("a") as configuration:
            for setting in settings:
                name, value = setting.split("=", 1)
                configuration.write(f"{name} = '{value}'\n")
        _run(
            owner,
            folder,
            *(programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "server.log"),
            "start",
        )
        yield f"postgres://ifri@/postgres?host={folder}"
