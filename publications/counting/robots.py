"""Who is no reader: by the list that COUNTER publishes, kept as data in the pinned ``counter-robots``."""

import re
from functools import cache, lru_cache
from importlib.resources import files

import counter_robots

# The list's own date, shown with every report.
LIST_DATE: str = counter_robots.__version__


@cache
def _patterns() -> re.Pattern[str]:
    """Robots and machines in one expression; upper and lower case are alike, as COUNTER says."""
    data = files(counter_robots) / "data"
    lines = [(data / name).read_text(encoding="utf-8") for name in ("robot.txt", "machine.txt")]
    found = [line for text in lines for line in text.splitlines() if line.strip()]
    return re.compile("|".join(f"(?:{line})" for line in found), re.IGNORECASE)


@lru_cache(maxsize=2_000)
def is_robot(browser: str) -> bool:
    """Whether a ``User-Agent`` is on the list, or says nothing at all."""
    return not browser.strip() or _patterns().search(browser) is not None
