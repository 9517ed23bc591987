"""The pages that are audited: one of each kind, as the demo content has them."""

from dataclasses import dataclass

LANGUAGES = ("en", "fr")
_PAPER = "publications/the-outsider-russia-in-the-race-for-artificial-intelligence/"


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    # Whether search engines may list it: results of a search and the gate are kept out of them.
    is_listed: bool = True

    def address(self, language: str) -> str:
        return f"/{language}/{self.path}"


PAGES = (
    Page("home", ""),
    Page("listing", "publications/"),
    Page("summary", _PAPER),
    Page("author", "authors/julien-nocetti/"),
    Page("center", "programs/russia-eurasia-center/"),
    Page("search", "publications/?q=russia", is_listed=False),
    Page("gate", f"{_PAPER}download/", is_listed=False),
)
