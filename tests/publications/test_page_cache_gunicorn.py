"""Two gunicorn workers, each with a cache of its own: a change reaches both within a second."""

import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import clean_environment
from tests.server import Answer, ask, free_port, manage, process, run

PAGE = "/en/publications/paper/"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

# Each is a process of its own, as the admin in another worker is, and says when it was done.
BEGIN = "import time, django; django.setup(); from publications.models import *; from tests import making;"
MAKE = BEGIN + "making.published('The first title', slug='paper')"
CORRECT = (
    BEGIN
    + "p = Publication.objects.get(); p.title = 'The second title'; p.save(); print(time.time())"
)
WITHDRAW = (
    BEGIN + "from publications.workflow import Action;"
    "making.move(Publication.objects.get(), Action.WITHDRAW, comment='An error.'); print(time.time())"
)
COUNT = BEGIN + "print(UsageEvent.objects.filter(is_robot=False).count())"


@dataclass
class Site:
    port: int
    environment: dict[str, str]
    shown: int = 0

    def read(self) -> Answer:
        answer = ask(self.port, PAGE, User_Agent=BROWSER)
        self.shown += answer.status == 200
        return answer

    def do(self, script: str) -> float:
        done = run(self.environment, "-c", script)
        assert done.returncode == 0, done.stderr
        return float((done.stdout.split() or ["0"])[-1])

    def answers_a_second_after(self, moment: float) -> list[Answer]:
        """Readers keep coming meanwhile, so that each worker has had the page in its hands."""
        while time.time() < moment + 1:
            self.read()
        return [self.read() for _ in range(24)]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    port = free_port()
    environment = clean_environment(
        VAR_DIR=tmp_path / "var",
        PORT=str(port),
        WEB_CONCURRENCY="2",
        WEB_THREADS="2",
        DJANGO_SETTINGS_MODULE="ifri.settings",
    )
    for command in ("migrate", "collectstatic"):
        done = manage(environment, command, "--noinput", "--verbosity=0")
        assert done.returncode == 0, done.stderr
    made = Site(port, environment)
    made.do(MAKE)
    with process([sys.executable, "-m", "gunicorn"], environment, port, tmp_path / "log"):
        yield made
    # The workers have ended, and left no view uncounted.
    assert made.do(COUNT) == made.shown


def test_no_worker_shows_an_old_page_a_second_later(site: Site) -> None:
    titles = {_title(site.read()) for _ in range(24)}
    assert titles == {"The first title"}

    corrected = site.do(CORRECT)
    titles = {_title(answer) for answer in site.answers_a_second_after(corrected)}
    assert titles == {"The second title"}

    withdrawn = site.do(WITHDRAW)
    assert {answer.status for answer in site.answers_a_second_after(withdrawn)} == {410}


def _title(answer: Answer) -> str:
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", answer.body.decode())
    assert found is not None
    return found[1]
