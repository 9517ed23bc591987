"""The editors' guide as it is written, and somebody who follows it with a browser."""

import io
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from tests.environment import ROOT

GUIDE = ROOT / "docs" / "editors.md"
PICTURES = ROOT / "docs" / "images" / "editors"
# EDITORS_GUIDE_PICTURES=1 takes them anew while the guide is followed.
TAKES_PICTURES = os.environ.get("EDITORS_GUIDE_PICTURES") == "1"

# Everything a page says, also what is not text in the markup: buttons, values, names of controls.
_WORDS = """() => {
    const page = document.body.cloneNode(true);
    page.querySelectorAll('script, style, template').forEach(each => each.remove());
    const said = [...document.querySelectorAll('input[type=submit], button, [aria-label]')]
        .map(each => `${each.value ?? ''} ${each.getAttribute('aria-label') ?? ''}`);
    return [page.textContent, ...said].join(' ').replace(/\\s+/g, ' ');
}"""


def sections() -> dict[str, str]:
    """The guide's steps by their headings, in order."""
    _intro, *steps = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {step.partition("\n")[0]: step.partition("\n")[2] for step in steps}


def words_on_screen(section: str) -> list[str]:
    """What the section says stands on the screen: its bold words."""
    return [" ".join(each.split()) for each in re.findall(r"\*\*(.+?)\*\*", section, re.DOTALL)]


def pictures(text: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(images/editors/([\w-]+\.png)\)", text)


@dataclass
class Walk:
    """One person at the screen: where, what they have seen on this step, what they took pictures of."""

    page: Page
    site: str
    seen: str = ""
    taken: list[str] = field(default_factory=list)

    def see(self) -> None:
        self.page.wait_for_load_state()
        self.seen += f" {self.page.evaluate(_WORDS)}"

    def picture(self, name: str, *, of: Locator | None = None) -> None:
        """Of the window, or of a part of the page."""
        self.see()
        self.taken.append(f"{name}.png")
        if TAKES_PICTURES:
            _store((of or self.page).screenshot(animations="disabled"), PICTURES / f"{name}.png")


def _store(content: bytes, path: Path) -> None:
    """Few colours make a small file, and a page of text needs no more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
