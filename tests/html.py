"""Reading pages as a reader would: by element, with white space set aside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Optional

from django.test import Client

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)

# The part of CSS that tests of pages need: a tag, ids, classes, attributes, :last-child.
_TEST = re.compile(
    r"^(?P<tag>[a-z][a-z0-9]*)|#(?P<id>[\w-]+)|\.(?P<name>[\w-]+)"
    r"|\[(?P<attribute>[\w-]+)(?:='?(?P<value>[^'\]]*)'?)?\]|(?P<last>:last-child)"
)


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Optional["Element"] = None
    children: list["Element | str"] = field(default_factory=list)

    @property
    def elements(self) -> list["Element"]:
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.elements:
            yield from child.walk()

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(element)
        if tag not in _VOID:
            self.open = element

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def parse(content: str) -> Element:
    """The tree of a page, every element of which has to be closed in its place."""
    builder = _Builder()
    builder.feed(content)
    builder.close()
    assert builder.open is builder.root, f"<{builder.open.tag}> is not closed"
    return builder.root


def page(client: Client, address: str, query: dict[str, Any] | None = None) -> Element:
    """The page at an address, which has to be there."""
    answer = client.get(address, query or {})
    assert answer.status_code == 200, answer.status_code
    return parse(answer.content.decode())


def text(shown: Element, selector: str) -> list[str]:
    """The words of every element the selector finds."""
    return [" ".join(each.text().split()) for each in find(shown, selector)]


def attributes(shown: Element, selector: str, name: str) -> list[str]:
    return [each.attributes.get(name, "") for each in find(shown, selector)]


def find(shown: Element, selector: str) -> list[Element]:
    """The elements of ``main ul > li.card[lang=fr]``, in the page's order."""
    steps = selector.split()
    return [each for each in shown.walk() if _fits(each, steps)]


def _fits(element: Element, steps: list[str]) -> bool:
    *before, last = steps
    if not _passes(element, last):
        return False
    if not before:
        return True
    ancestors = list(_ancestors(element))
    if before[-1] == ">":
        return bool(ancestors) and _fits(ancestors[0], before[:-1])
    return any(_fits(each, before) for each in ancestors)


def _ancestors(element: Element) -> Iterator[Element]:
    while element.parent is not None:
        element = element.parent
        yield element


def _passes(element: Element, step: str) -> bool:
    return all(_holds(element, test) for test in _TEST.finditer(step))


def _holds(element: Element, test: re.Match[str]) -> bool:
    attributes = element.attributes
    if test["tag"]:
        return element.tag == test["tag"]
    if test["id"]:
        return attributes.get("id") == test["id"]
    if test["name"]:
        return test["name"] in attributes.get("class", "").split()
    if test["attribute"]:
        value = attributes.get(test["attribute"])
        return value is not None and test["value"] in (None, value)
    return element.parent is not None and element.parent.elements[-1] is element
