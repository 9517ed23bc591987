"""Reading pages as a reader would: by element, with white space set aside."""

import re
from typing import Any

import lxml.html
from django.test import Client
from lxml.html import HtmlElement

# The part of CSS that tests of pages need: a tag, ids, classes, attributes, :last-child.
_PART = re.compile(
    r"(?P<tag>^[a-z][a-z0-9]*)|#(?P<id>[\w-]+)|\.(?P<name>[\w-]+)"
    r"|\[(?P<attribute>[\w-]+)(?:='?(?P<value>[^'\]]*)'?)?\]|(?P<last>:last-child)"
)


def page(client: Client, address: str, query: dict[str, Any] | None = None) -> HtmlElement:
    """The page at an address, which has to be there."""
    answer = client.get(address, query or {})
    assert answer.status_code == 200, answer.status_code
    return lxml.html.fromstring(answer.content.decode())


def text(shown: HtmlElement, selector: str) -> list[str]:
    """The words of every element the selector finds."""
    return [" ".join(each.text_content().split()) for each in find(shown, selector)]


def attributes(shown: HtmlElement, selector: str, name: str) -> list[str]:
    return [each.get(name, "") for each in find(shown, selector)]


def find(shown: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements of ``main ul > li.card[lang=fr]``, in the page's order."""
    path, axis = "", "descendant-or-self::"
    for step in selector.split():
        if step == ">":
            axis = "child::"
            continue
        path += ("/" if path else "") + axis + _step(step)
        axis = "descendant::"
    return list(shown.xpath(path))


def _step(step: str) -> str:
    tag, tests = "*", ""
    for part in _PART.finditer(step):
        if part["tag"]:
            tag = part["tag"]
        elif part["id"]:
            tests += f"[@id='{part['id']}']"
        elif part["name"]:
            tests += f"[contains(concat(' ', normalize-space(@class), ' '), ' {part['name']} ')]"
        elif part["attribute"]:
            value = part["value"]
            tests += f"[@{part['attribute']}" + (f"='{value}']" if value is not None else "]")
        else:
            tests += "[not(following-sibling::*)]"
    return tag + tests
