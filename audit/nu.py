"""The W3C's Nu checker on every page in every language, and on every style sheet of ours."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from audit import tools
from audit.pages import LANGUAGES, PAGES
from audit.report import Report
from tests.environment import ROOT
from tests.server import ask

SECONDS = 300


@dataclass(frozen=True)
class NuChecker:
    name: ClassVar = "the Nu checker"
    command: tuple[str, ...]
    version: str

    @classmethod
    def find(cls) -> "NuChecker":
        java, jar = tools.program("java"), tools.modules() / "vnu-jar/build/dist/vnu.jar"
        command = (java, "-jar", str(jar))
        return cls(command, tools.version(*command))

    def audit(self, port: int, report: Report) -> None:
        pages = list(saved(port, tools.FOLDER / "pages"))
        styles = sorted((ROOT / "static").rglob("*.css"))
        found = lines(self.asked("--html", pages)) + lines(self.asked("--css", styles))
        report.wrong += found
        print(
            f"\nNu checker {self.version}: {len(pages)} pages and {len(styles)} style sheets, "
            f"{len(found) or 'no'} errors or warnings.",
            flush=True,
        )

    def asked(self, kind: str, files: list[Path]) -> dict[str, Any]:
        command = (*self.command, kind, "--format", "json", "--stdout", *map(str, files))
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=SECONDS, check=False)
        # It ends with 1 where it has found something, and with an answer either way.
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def saved(port: int, folder: Path) -> Iterator[Path]:
    """The pages as files, so that a line that is complained about can be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for page in PAGES:
            answer = ask(port, page.address(language))
            if answer.status != 200:
                raise AssertionError(f"{page.address(language)} answered {answer.status}.")
            file = folder / f"{language}-{page.name}.html"
            file.write_bytes(answer.body)
            yield file


def lines(answer: dict[str, Any]) -> list[str]:
    return [
        f"{message.get('url', '').removeprefix('file:')}:{message.get('lastLine', 0)}: "
        f"{message.get('subType', message['type'])}: {message['message']}"
        for message in answer["messages"]
    ]
