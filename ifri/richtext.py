"""Rich text: what an editor may write, and the same list for what the server keeps."""

import re
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import ProseEditorField, create_sanitizer

# BulletList without ListItem gives an editor that does not start.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "SpecialCharacters": True,
}

sanitise = create_sanitizer(EXTENSIONS)


def rich_text(*args: Any, **kwargs: Any) -> ProseEditorField:
    """A field edited as rich text; ``clean()`` removes whatever ``EXTENSIONS`` does not name."""
    return ProseEditorField(*args, extensions=EXTENSIONS, sanitize=True, **kwargs)


def shown(html: str) -> SafeString:
    """For a page. Cleaned again: an import may have written the row without passing the form."""
    cleaned: str = sanitise(html)
    return mark_safe(cleaned)  # noqa: S308 - just cleaned


def plain(html: str) -> str:
    """The words alone, on one line. No-break spaces stay: French typography is part of the text."""
    spaced = re.sub(r"</(?:p|li|h2|h3|blockquote)>|<br ?/?>", " ", html)
    return re.sub(r"[ \t\r\n]+", " ", unescape(strip_tags(spaced))).strip()


def plain_paragraphs(html: str) -> str:
    """The words, a line for each paragraph, heading and item, and behind each link its address.

    For comparing two texts: a link turned elsewhere is a change that has to be seen.
    """
    shown = re.sub(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", html, flags=re.DOTALL)
    blocks = re.split(r"</(?:p|li|h2|h3|blockquote)>|<br ?/?>", shown)
    return "\n".join(line for line in map(plain, blocks) if line)
