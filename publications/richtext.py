"""Rich text: what an editor may write, and the same list for what the server keeps."""

from typing import Any

from django.utils.html import strip_tags
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


def plain(html: str) -> str:
    """The words alone, on one line."""
    spaced = (
        html.replace("</p>", " ")
        .replace("<br>", " ")
        .replace("</li>", " ")
        .replace("</h2>", " ")
        .replace("</h3>", " ")
    )
    text = strip_tags(spaced)
    for entity, character in (
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&amp;", "&"),
    ):
        text = text.replace(entity, character)
    return " ".join(text.split())
