"""``workflow.transition()`` is the one way a status changes: the code itself is read to see that."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.environment import ROOT

GUARDED = {"status", "published_at", "withdrawn_at"}
# Calls that write rows; ``filter(status=...)`` and the like only read.
WRITES = {
    "update",
    "create",
    "acreate",
    "aupdate",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "Publication",
}
APPS = ("ifri", "programs", "authors", "publications")
ALLOWED = {
    # The one function.
    "publications/workflow.py",
    # Notes in a revision, not in the publication, what the status was.
    "publications/history.py",
    # Synthetic rows for benchmarks, written in bulk: its first lines say why.
    "ifri/demo/corpus.py",
    # The publication's time, copied to its taggings for their order.
    "publications/tag_order.py",
}


def offences(source: str) -> list[int]:
    """The lines that set a status or one of the two times."""
    return sorted({node.lineno for node in ast.walk(ast.parse(source)) if _sets(node)})  # type: ignore[attr-defined]


def _sets(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(_is_guarded_attribute(part) for each in targets for part in _parts(each))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return _is_guarded_attribute(target)
        case ast.Call():
            return _call_sets(node)
    return False


def _parts(target: ast.expr) -> Iterator[ast.expr]:
    """``a.x, b.status = ...`` assigns both."""
    if isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            yield from _parts(each)
    else:
        yield target


def _is_guarded_attribute(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr in GUARDED


def _call_sets(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("setattr", "__setattr__"):
        return any(_text(argument) in GUARDED for argument in call.args)
    if name not in WRITES:
        return False
    if any(keyword.arg in GUARDED for keyword in call.keywords):
        return True
    # defaults={"status": ...}, **{"status": ...}, bulk_update(rows, ["status"])
    inside = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(_names_guarded(part) for part in inside)


def _names_guarded(value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=keys):
            return any(_text(key) in GUARDED for key in keys if key is not None)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return any(_text(element) in GUARDED for element in elements)
    return False


def _text(value: ast.expr) -> str:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def modules() -> list[Path]:
    return sorted(
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    )


def test_nothing_but_the_workflow_sets_a_status() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := offences(path.read_text(encoding="utf-8")))
    }
    assert set(found) == ALLOWED, found


def test_the_exception_says_that_it_is_one() -> None:
    first = (ROOT / "ifri/demo/corpus.py").read_text(encoding="utf-8")
    assert "THE ONE EXCEPTION" in ast.get_docstring(ast.parse(first), clean=False)  # type: ignore[operator]


@pytest.mark.parametrize(
    "source",
    [
        "paper.status = 'published'",
        "paper.title, paper.status = 'x', 'published'",
        "paper.published_at: object = now",
        "paper.withdrawn_at += day",
        "setattr(paper, 'status', 'published')",
        "Publication(title='x', status='published')",
        "Publication.objects.create(status='published')",
        "Publication.objects.filter(pk=1).update(published_at=now)",
        "Publication.objects.update(**{'status': 'published'})",
        "Publication.objects.update_or_create(slug='x', defaults={'status': 'published'})",
        "Publication.objects.bulk_update(papers, ['title', 'status'])",
    ],
)
def test_what_sets_a_status_is_found(source: str) -> None:
    assert offences(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "Publication.objects.filter(status='published', published_at__lte=now)",
        "Q(status='published')",
        "status = models.CharField(choices=Status.choices)",
        "if paper.status == 'published': pass",
        "render(request, 'page.html', status=404)",
        "order_by('-published_at')",
        "Index(fields=['status'])",
        "paper.save(update_fields=['title'])",
    ],
)
def test_what_only_reads_it_is_left_alone(source: str) -> None:
    assert offences(source) == []
