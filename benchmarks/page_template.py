"""The summary page's template alone, against the least a template of the same page could cost.

The least is made of the page's own template, as one rendering of it went: a single file without
inheritance, includes, blocks or conditions. The values are printed in it as they are in the page, by
the same look-ups and in the same loops; whatever else a tag said (translations, addresses, the frame)
is text. It has to print the page to the byte. Run by ``benchmarks.whole_pages``.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import django
from django.template import Context, Template, loader
from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.context import make_context
from django.template.defaulttags import ForNode, IfNode, WithNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

PAGE = "/en/publications/the-outsider-russia-in-the-race-for-artificial-intelligence/"
ROUNDS = 41
TIMES = 20


@dataclass
class Step:
    """A node that was rendered: what it said, and the nodes it rendered for that."""

    node: Any
    said: str = ""
    steps: "list[Step]" = field(default_factory=list)


@contextmanager
def _recorded(root: Step, assigned: dict[str, Any]) -> Iterator[None]:
    """Every rendering in it becomes a step, and what a tag assigned ``as`` a name is kept."""
    open_steps = [root]

    def render(node: Any, context: Context) -> str:
        step = Step(node)
        open_steps[-1].steps.append(step)
        open_steps.append(step)
        step.said = str(node.render(context))
        open_steps.pop()
        for name in ("target_var", "asvar", "variable"):
            if isinstance(given := getattr(node, name, None), str):
                assigned[given] = context[given]
        return step.said

    with (
        mock.patch.object(Node, "render_annotated", render),
        mock.patch.object(TextNode, "render_annotated", render),
    ):
        yield


def flattened(steps: list[Step]) -> list[Node]:
    """One node's renderings (in a loop there are several) as the nodes that would do the same."""
    node = steps[0].node
    if isinstance(node, VariableNode):
        # What a template takes over from the one it extends is no value.
        return [TextNode(steps[0].said)] if "block.super" in str(node) else [node]
    if isinstance(node, ForNode):
        return [_loop(node, steps)]
    if isinstance(node, IfNode | BlockNode | ExtendsNode | IncludeNode | WithNode):
        chosen = {tuple(id(each.node) for each in step.steps) for step in steps}
        if len(chosen) > 1:  # a condition within a loop that is not always the same
            return [node]
        inside = _columns([step.steps for step in steps])
        given = getattr(node, "extra_context", None)
        return [WithNode(None, None, NodeList(inside), extra_context=given)] if given else inside
    return [TextNode(steps[0].said)] if len({each.said for each in steps}) == 1 else [node]


def _loop(node: ForNode, steps: list[Step]) -> ForNode:
    length = len(node.nodelist_loop)
    turns = [
        step.steps[start : start + length]
        for step in steps
        for start in range(0, len(step.steps), length)
    ]
    body = NodeList(_columns(turns))
    return ForNode(node.loopvars, node.sequence, node.is_reversed, body, node.nodelist_empty)


def _columns(turns: list[list[Step]]) -> list[Node]:
    nodes: list[Node] = []
    for steps in zip(*turns, strict=True):
        for each in flattened(list(steps)):
            if isinstance(each, TextNode) and nodes and isinstance(nodes[-1], TextNode):
                nodes[-1] = TextNode(nodes[-1].s + each.s)
            else:
                nodes.append(each)
    return nodes


def main() -> int:
    django.setup()
    translation.activate("en")
    request: Any = RequestFactory().get(PAGE, headers={"host": "127.0.0.1"})
    request.resolver_match = found = resolve(PAGE)
    with mock.patch("publications.views.publications.render") as rendered:
        found.func(request, **found.kwargs)
    _request, name, given = rendered.call_args.args
    page: Any = loader.get_template(name)
    root = Step(None)
    assigned: dict[str, Any] = {}
    with _recorded(root, assigned):
        whole = page.render(given, request)
    least = Template("")
    least.nodelist = NodeList(_columns([root.steps]))
    context = make_context(given, request)
    with context.bind_template(page.template):
        flat: Any = context.flatten()
    values = flat | assigned
    if least.render(Context(values)) != whole:
        raise SystemExit("The least template does not print the page.")
    _print(lambda: page.render(given, request), lambda: least.render(Context(values)))
    return 0


def _print(page: Callable[[], str], least: Callable[[], str]) -> None:
    costs = [[_milliseconds(page), _milliseconds(least)] for _ in range(ROUNDS)]
    cost, base = (statistics.median(each) for each in zip(*costs, strict=True))
    times = statistics.median(one / other for one, other in costs)
    print(
        f"Its template alone: {cost:.2f} ms, the least {base:.2f} ms, {times:.2f} times   at most 2"
    )


def _milliseconds(render: Callable[[], str]) -> float:
    started = time.process_time()
    for _ in range(TIMES):
        render()
    return (time.process_time() - started) / TIMES * 1000


if __name__ == "__main__":
    sys.exit(main())
