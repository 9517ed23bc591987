"""What the audit borrows from the machine and from npm, kept in ``VAR_DIR/audit``."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.environment import ROOT

FOLDER = Path(os.environ.get("VAR_DIR", "").strip() or ROOT / "var").resolve() / "audit"
INSTALL_SECONDS = 600
_SOURCE = Path(__file__).parent
_LOCK = "package-lock.json"


class Missing(Exception):
    """What this machine lacks, in one line."""


def program(*names: str) -> str:
    """The first of these programs that is in the PATH."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise Missing(f"no {names[0]} in the PATH")
    return found


def version(*command: str) -> str:
    """What a tool calls itself; one that cannot even say that is as good as missing."""
    done = subprocess.run((*command, "--version"), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"it does not run here: {(done.stderr or done.stdout).strip()[:200]}")
    return done.stdout.strip()


def modules(folder: Path = FOLDER) -> Path:
    """The pinned packages, installed once for each lock."""
    npm, installed = program("npm"), folder / "node_modules"
    # npm writes this one last.
    is_whole = (installed / ".package-lock.json").exists()
    if is_whole and (folder / _LOCK).read_bytes() == (_SOURCE / _LOCK).read_bytes():
        return installed
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", _LOCK, ".npmrc"):
        shutil.copyfile(_SOURCE / name, folder / name)
    print("Installing Lighthouse and the Nu checker ...", flush=True)
    try:
        subprocess.run((npm, "ci"), cwd=folder, timeout=INSTALL_SECONDS, check=True)
    except (subprocess.SubprocessError, OSError) as failure:
        raise Missing("its packages could not be installed, see above") from failure
    return installed
