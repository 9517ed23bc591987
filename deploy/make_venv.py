"""Make `.venv` and install one requirements file into it, or do nothing when that is done already.

Runs under the system's Python, before anything is installed: standard library only.
"""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
# Holds the hash of the file that was installed; written last, so that an interrupted
# installation is taken up again.
STAMP = VENV / "requirements.sha256"
RUNNING, TESTING = Path("requirements.txt"), Path("requirements-dev.txt")


def fingerprint(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def is_installed(requirements: Path) -> bool:
    """The testing environment is one for running the site too: the pins are the same."""
    if not PYTHON.exists() or not STAMP.exists():
        return False
    return STAMP.read_text() in {fingerprint(requirements), fingerprint(TESTING)}


def venv_works() -> bool:
    """False where there is none, or where the Python it was made from has gone or is too old."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", check], check=False).returncode == 0
    except OSError:
        return False


def pip_command() -> list[str]:
    """Debian splits `ensurepip` from Python: there, the system's pip installs into the venv."""
    if importlib.util.find_spec("ensurepip"):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def make_venv() -> None:
    options = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    subprocess.run([sys.executable, "-m", "venv", "--clear", *options, VENV], check=True)


def install(requirements: Path) -> None:
    STAMP.unlink(missing_ok=True)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run(
        [*pip_command(), "install", *quiet, "--require-hashes", "-r", str(requirements)], check=True
    )
    STAMP.write_text(fingerprint(requirements))


def main(requirements: Path) -> int:
    if sys.version_info < (3, 11):
        print(
            "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ...", file=sys.stderr
        )
        return 1
    if is_installed(requirements) and venv_works():
        return 0
    try:
        if not venv_works():
            print(f"Making {VENV} ...", flush=True)
            make_venv()
        print(f"Installing {requirements} into {VENV} (a minute or two) ...", flush=True)
        install(requirements)
    except subprocess.CalledProcessError as error:
        print(f"Installing {requirements} failed (see above).", file=sys.stderr)
        return error.returncode or 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
