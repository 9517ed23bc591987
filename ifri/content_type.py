"""What a request says of its own encoding is not believed: addresses and forms are read as UTF-8.

Python knows codecs that are none of text, and others that make of one address another one's values.
Django takes whichever is named, while it makes the request: before any middleware could refuse it,
and before there is a page for errors.
"""

import codecs
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_REFUSAL = b"The Content-Type cannot be read. Forms are taken in UTF-8 alone.\n"


def in_utf_8(application: Application) -> Application:
    """Around the site's WSGI application."""

    def reading(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"].upper() in ("GET", "HEAD"):
            # It would speak of a body, which nobody reads.
            environ["CONTENT_TYPE"] = ""
        elif not _is_read(environ.get("CONTENT_TYPE", "")):
            status = HTTPStatus.BAD_REQUEST
            headers = [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Length", str(len(_REFUSAL))),
            ]
            start_response(f"{status.value} {status.phrase}", headers)
            return [_REFUSAL]
        return application(environ, start_response)

    return reading


def _is_read(content_type: str) -> bool:
    try:
        _kind, said = parse_header_parameters(content_type)
        return codecs.lookup(said.get("charset", "utf-8")).name == "utf-8"
    except Exception:  # noqa: BLE001 - the parser lets through whatever the codecs and int() raise
        return False
