"""A crawler as strangers have them: from a few addresses to everything they lead to."""

import html
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

_LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)|<loc>([^<]+)""")
# Not pages for readers: the admin asks for a login, static files are the same for every content.
_LEFT_ALONE = ("/admin/", "/static/")


def told(response: Any) -> str:
    """All that an answer says: its status, headers, cookies and body."""
    body = b"".join(response) if response.streaming else response.content
    headers = [f"{name}: {value}" for name, value in response.headers.items()]
    cookies = [morsel.OutputString() for morsel in response.cookies.values()]
    return "\n".join(
        [str(response.status_code), *headers, *cookies, body.decode("utf-8", "backslashreplace")]
    )


def crawl(client: Client, seeds: Iterable[str]) -> dict[str, str]:
    """What each address answered, following every link within the site that is on the way.

    Queries are followed from the seeds only: the listing's filters lead to each other for ever.
    """
    waiting = list(seeds)
    answers: dict[str, str] = {}
    while waiting:
        address = waiting.pop(0)
        if address in answers:
            continue
        answers[address] = told(client.get(address))
        waiting += _links(answers[address])
    return answers


def _links(text: str) -> list[str]:
    found = (html.unescape(first or second) for first, second in _LINK.findall(text))
    paths = (link.removeprefix(settings.SITE_URL) for link in found)
    return [
        path
        for path in paths
        if path.startswith("/")
        and not path.startswith(("//", *_LEFT_ALONE))
        and not urlsplit(path).query
    ]
