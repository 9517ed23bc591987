"""What ``make audit`` takes from npm: held by content, from no named source, installed once."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from audit import tools
from tests.environment import ROOT

FOLDER = ROOT / "audit"

# --- the pins ---------------------------------------------------------------------------------------


def locked() -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads((FOLDER / "package-lock.json").read_text())[
        "packages"
    ]
    return packages


def test_every_package_is_held_by_its_content_and_by_no_address() -> None:
    packages = {name: each for name, each in locked().items() if name}
    assert {"node_modules/lighthouse", "node_modules/vnu-jar"} <= set(packages)
    assert [name for name, each in packages.items() if "resolved" in each] == []
    loose = [
        name
        for name, each in packages.items()
        if not re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", each.get("integrity", ""))
    ]
    assert loose == []


def test_what_is_asked_for_is_what_is_locked() -> None:
    asked = json.loads((FOLDER / "package.json").read_text())["devDependencies"]
    assert set(asked) == {"lighthouse", "vnu-jar"}
    packages = locked()
    assert asked == {name: packages[f"node_modules/{name}"]["version"] for name in asked}
    assert packages[""]["devDependencies"] == asked


def test_no_package_asks_for_the_latest_of_another() -> None:
    """A name instead of a version is looked up anew, and no longer what the lock holds: put the
    locked version in its place."""
    wanted = {
        f"{name} -> {other}": version
        for name, each in locked().items()
        for other, version in each.get("dependencies", {}).items()
    }
    assert [name for name, version in wanted.items() if version == "latest"] == []


# --- installing -------------------------------------------------------------------------------------


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the real one: writes down how it was called, and ends as the file beside says."""
    script = tmp_path / "bin" / "npm"
    script.parent.mkdir()
    script.write_text(
        '#!/bin/sh\necho "$*" >>"$0.calls"\n[ -e "$0.fails" ] && exit 1\n'
        "/bin/mkdir -p node_modules && : >node_modules/.package-lock.json\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(script.parent))
    return script


def calls(npm: Path) -> list[str]:
    return npm.with_name("npm.calls").read_text().splitlines()


def test_the_packages_are_installed_once_for_each_lock(npm: Path, tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    for _ in range(2):
        assert tools.modules(folder) == folder / "node_modules"
    assert calls(npm) == ["ci"]
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert (folder / name).read_bytes() == (FOLDER / name).read_bytes()

    (folder / "package-lock.json").write_text("an older one")
    tools.modules(folder)
    assert calls(npm) == ["ci", "ci"]


def test_packages_that_cannot_be_had_are_missing_until_they_can(npm: Path, tmp_path: Path) -> None:
    fails = npm.with_name("npm.fails")
    fails.touch()
    with pytest.raises(tools.Missing, match="could not be installed"):
        tools.modules(tmp_path / "audit")
    fails.unlink()
    tools.modules(tmp_path / "audit")
    assert calls(npm) == ["ci", "ci"]


def test_a_tool_that_does_not_run_here_is_missing(npm: Path) -> None:
    npm.with_name("npm.fails").touch()
    with pytest.raises(tools.Missing, match="it does not run here"):
        tools.version(str(npm))
