"""axe on a page as it stands, at the level we promise: WCAG 2.2 AA."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1280, 390)


def violations(page: Page) -> list[str]:
    """What axe finds, one line for each element: the rule, where, and what it says."""
    found: dict[str, Any] = Axe().run(page, options=_OPTIONS).response
    return [
        f"{rule['id']} {' '.join(map(str, node['target']))}: "
        f"{' '.join(node['failureSummary'].split())} {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def violations_everywhere(page: Page) -> dict[str, list[str]]:
    """The same in light and dark, on a desk's screen and a telephone's; only what is wrong."""
    found: dict[str, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            # Colours change gently; half-way they have another contrast.
            page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
            found[f"{theme} {width}"] = violations(page)
    return {name: lines for name, lines in found.items() if lines}
