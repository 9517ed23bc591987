"""``make audit``: its pages, what it reads in the tools' reports, and when it fails.

The tools themselves are not started here; ``.ci/run`` does that.
"""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import resolve
from django.utils import translation

from audit import __main__ as audit
from audit import lighthouse, nu
from audit.pages import LANGUAGES, PAGES
from audit.report import Report
from audit.results import BrokeOff, Result, best, read

# --- the pages --------------------------------------------------------------------------------------


def test_one_page_of_each_kind_is_audited() -> None:
    kinds: dict[str, set[str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for page in PAGES:
                path = page.address(language).partition("?")[0]
                kinds.setdefault(page.name, set()).add(resolve(path).view_name)
    assert kinds == {
        "home": {"home"},
        "listing": {"publications"},
        "summary": {"publication"},
        "author": {"author"},
        "center": {"program"},
        "search": {"publications"},
        "gate": {"publication-gate"},
    }


def test_only_what_search_engines_may_list_is_blamed_for_hiding() -> None:
    without = {
        page.name
        for page in PAGES
        if "--skip-audits=is-crawlable" in lighthouse.options(8000, page, "mobile")
    }
    assert without == {"search", "gate"}


def test_a_page_is_measured_as_a_telephone_and_as_a_desk_sees_it() -> None:
    home = PAGES[0]
    assert set(lighthouse.options(80, home, "desktop")) - set(
        lighthouse.options(80, home, "mobile")
    ) == {"--preset=desktop"}


# --- Lighthouse's report ----------------------------------------------------------------------------


def answer(**scores: float | None) -> dict[str, Any]:
    """As Lighthouse writes it, each category of one audit that counts and one that does not."""
    names = ("performance", "accessibility", "best-practices", "seo")
    given = {name: scores.get(name.replace("-", "_"), 1) for name in names}
    return {
        "audits": {"told": {"id": "told", "score": 0}}
        | {f"{name}-audit": {"id": f"{name}-audit", "score": each} for name, each in given.items()},
        "categories": {
            name: {
                "score": each,
                "auditRefs": [{"id": f"{name}-audit", "weight": 3}, {"id": "told", "weight": 0}],
            }
            for name, each in given.items()
        },
    }


def test_scores_are_read_with_the_audits_that_cost_them() -> None:
    result = read(answer(performance=0.98, seo=0.92))
    assert result.scores == {
        "performance": 98,
        "accessibility": 100,
        "best-practices": 100,
        "seo": 92,
    }
    assert result.faults == {
        "performance": ["performance-audit"],
        "accessibility": [],
        "best-practices": [],
        "seo": ["seo-audit"],
    }
    assert result.below() == ["seo"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (answer() | {"runtimeError": {"code": "NO_FCP", "message": "painted nothing"}}, "painted"),
        (answer(accessibility=None), "no score for accessibility"),
    ],
)
def test_a_run_without_a_result_is_none(broken: dict[str, Any], says: str) -> None:
    with pytest.raises(BrokeOff, match=says):
        read(broken)


def in_turn(*outcomes: dict[str, Any] | BrokeOff) -> tuple[Callable[[], Result], list[int]]:
    """Runs that end so, and what is left of them."""
    left = list(range(len(outcomes)))

    def take() -> Result:
        outcome = outcomes[left.pop(0)]
        if isinstance(outcome, BrokeOff):
            raise outcome
        return read(outcome)

    return take, left


def test_a_run_that_is_fast_enough_is_the_last() -> None:
    take, left = in_turn(answer(performance=0.97), answer(performance=0.98), answer())
    assert best(take).scores["performance"] == 98
    assert left == [2]


def test_of_three_slow_runs_the_fastest_counts() -> None:
    take, left = in_turn(*(answer(performance=each) for each in (0.9, 0.97, 0.8)))
    assert best(take).scores["performance"] == 97
    assert left == []


def test_what_is_wrong_once_is_wrong() -> None:
    take, _ = in_turn(answer(performance=0.9, best_practices=0.96), answer())
    result = best(take)
    assert result.below() == ["best-practices"]
    assert result.faults["best-practices"] == ["best-practices-audit"]


def test_a_run_that_breaks_off_is_tried_again_and_three_times_at_most() -> None:
    take, _ = in_turn(BrokeOff("once"), answer())
    assert best(take).below() == []
    take, left = in_turn(BrokeOff("once"), BrokeOff("twice"), BrokeOff("thrice"), answer())
    with pytest.raises(BrokeOff, match="thrice"):
        best(take)
    assert left == [3]


# --- the Nu checker's report ------------------------------------------------------------------------


def test_warnings_are_told_like_errors() -> None:
    said = {
        "messages": [
            {"type": "error", "url": "file:/x/en-home.html", "lastLine": 7, "message": "No alt."},
            {"type": "info", "subType": "warning", "url": "file:/x/a.css", "message": "Odd."},
        ]
    }
    assert nu.lines(said) == [
        "/x/en-home.html:7: error: No alt.",
        "/x/a.css:0: warning: Odd.",
    ]
    assert nu.lines({"messages": []}) == []


def test_a_page_that_does_not_answer_is_not_checked_in_silence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def ask(port: int, path: str) -> SimpleNamespace:
        asked.append(path)
        return SimpleNamespace(status=404 if path == "/fr/" else 200, body=path.encode())

    monkeypatch.setattr(nu, "ask", ask)
    with pytest.raises(AssertionError, match="/fr/ answered 404"):
        list(nu.saved(8000, tmp_path))
    assert asked == [page.address("en") for page in PAGES] + ["/fr/"]
    assert (tmp_path / "en-search.html").read_bytes() == b"/en/publications/?q=russia"


# --- what fails -------------------------------------------------------------------------------------


def test_speed_is_told_apart_from_what_is_wrong() -> None:
    report = Report()
    report.judge("home, mobile", read(answer(performance=0.9, seo=0.9)))
    report.judge("gate, mobile", read(answer()))
    assert report.lines() == [
        "WRONG: home, mobile: seo 90 (seo-audit)",
        "SLOW: home, mobile: performance 90 (performance-audit)",
    ]


@pytest.mark.parametrize(
    ("report", "code", "lenient_code"),
    [
        (Report(), 0, 0),
        (Report(slow=["home"]), 1, 0),
        (Report(left_out=["Lighthouse"]), 1, 0),
        (Report(wrong=["home"]), 1, 1),
        (Report(wrong=["home"], slow=["home"], left_out=["Lighthouse"]), 1, 1),
    ],
)
def test_only_the_machines_faults_are_forgiven(
    report: Report, code: int, lenient_code: int
) -> None:
    assert (report.code(lenient=False), report.code(lenient=True)) == (code, lenient_code)


@pytest.mark.parametrize(("lenient", "code"), [("", 1), ("0", 1), ("1", 0)])
def test_without_tools_it_says_so_in_a_banner(
    lenient: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("AUDIT_LENIENT", lenient)
    assert audit.main() == code
    said = [line.strip("! ") for line in capsys.readouterr().out.splitlines()]
    assert [line for line in said if line] == [
        "NOT AUDITED: the Nu checker (no java in the PATH)",
        "NOT AUDITED: Lighthouse (no node in the PATH)",
    ]
