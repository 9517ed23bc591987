"""What the rich text editor needs of the content security policy, and the admin alone gets."""

import base64
import hashlib
from functools import lru_cache

from django_prose_editor.widgets import importmap

# The one style sheet the editor writes into the page itself: the base style of its library, the
# same in every browser. It changes with the library; tests/publications/admin/test_in_the_browser.py
# then fails with the new hash in the browser's own words.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


@lru_cache(maxsize=4)
def _source(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def admin_policy() -> dict[str, list[str]]:
    """The sources to add. The import map names hashed static files, so it is read as it is sent."""
    tag = str(importmap)
    content = tag[tag.index(">") + 1 : tag.rindex("<")]
    return {"script-src": [_source(content)], "style-src": [EDITOR_STYLE]}
