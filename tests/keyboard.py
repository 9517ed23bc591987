"""Going through a page with the Tab key alone."""

from playwright.sync_api import Locator, Page, expect

FURTHEST = 150  # stops of the Tab key between two things somebody does one after the other


def go_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """Press Tab until the focus is there, and see that it shows."""
    for _ in range(FURTHEST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if target.evaluate("each => each === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate(
        """each => {
            const style = getComputedStyle(each);
            return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                || style.borderColor !== getComputedStyle(document.body).borderColor;
        }"""
    )
