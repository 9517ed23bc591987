"""What an editor may write in a publication: what they may write anywhere on the site."""

from ifri.richtext import EXTENSIONS, plain, plain_paragraphs, rich_text, sanitise, shown

__all__ = ["EXTENSIONS", "plain", "plain_paragraphs", "rich_text", "sanitise", "shown"]
