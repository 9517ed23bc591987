"""Plain text of the content files, typeset: apostrophes, French no-break spaces, paragraphs.

The files hold ordinary spaces and straight apostrophes, which anybody can type and see; what a
printer would set is put in here.
"""

import re

from django.utils.html import escape

NO_BREAK, NARROW = "\u00a0", "\u202f"


def typeset(text: str, language: str) -> str:
    """One paragraph on one line, with the apostrophes and spaces of its language."""
    line = re.sub(r"[ \t\r\n]+", " ", text).strip().replace("'", "’")
    if language != "fr":
        return line
    line = re.sub(r" (?=[;!?])", NARROW, line)
    line = re.sub(r" (?=[:»%€])", NO_BREAK, line)
    line = re.sub(r"(?<=[«°]) ", NO_BREAK, line)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", NO_BREAK, line)


def paragraphs(text: str, language: str) -> list[str]:
    """Blank lines part paragraphs."""
    return [typeset(block, language) for block in re.split(r"\n\s*\n", text) if block.strip()]


def as_html(blocks: list[str]) -> str:
    return "".join(f"<p>{escape(block)}</p>" for block in blocks)


def as_list(items: list[str]) -> str:
    return (
        f"<ul>{''.join(f'<li><p>{escape(item)}</p></li>' for item in items)}</ul>" if items else ""
    )
