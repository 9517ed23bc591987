"""Sending a file that ``publications.access`` allowed: by nginx, by a bucket, or by our own hands.

``X_ACCEL_PREFIX`` set, nginx sends the bytes and answers ranges and conditions itself. Files in a
bucket are fetched there by a link that soon expires. Otherwise gunicorn sends, from the disk to the
socket.
"""

import io
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from publications.gate import by_bucket, ranges
from publications.gate.ranges import ByteRange
from publications.gate.served import ServedFile
from publications.gate.slices import FileSlice, Readable


def serve(request: HttpRequest, served: ServedFile) -> HttpResponseBase:
    """The answer to a GET or HEAD for a file that may be had."""
    if settings.S3_BUCKET and not served.is_picture:
        return by_bucket.serve(request, served)
    response = _by_nginx(served) if settings.X_ACCEL_PREFIX else _by_hand(request, served)
    # On every answer: a 304 rewrites the headers that the browser has kept.
    for name, value in served.headers.items():
        response.headers[name] = value
    return response


def _by_nginx(served: ServedFile) -> HttpResponse:
    response = HttpResponse(content_type=served.content_type)
    response.headers["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(str(served.file.name))
    return response


def _by_hand(request: HttpRequest, served: ServedFile) -> HttpResponseBase:
    whole = HttpResponse(content_type=served.content_type, headers=_facts(served, served.size))
    # Conditions come before the range (RFC 9110, 13.2.2), and before the file is opened.
    answer = get_conditional_response(request, served.etag, served.modified_timestamp, whole)
    if request.method != "GET" or answer is not whole:
        return answer or whole
    try:
        part = _part(request, served)
    except ranges.Unsatisfiable:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers={"Content-Range": f"bytes */{served.size}", "Accept-Ranges": "bytes"},
        )
    return _bytes(served, part)


def _part(request: HttpRequest, served: ServedFile) -> ByteRange | None:
    """The part asked for, unless it continues a file that has changed since."""
    if "Range" not in request.headers:
        return None
    validator = request.headers.get("If-Range", "").strip()
    if validator and not _is_unchanged(validator, served):
        return None
    return ranges.requested(request.headers["Range"], served.size)


def _is_unchanged(validator: str, served: ServedFile) -> bool:
    """Bytes are joined to bytes: the tag or the date must be exactly ours, a weak tag never is."""
    if '"' in validator:
        return validator == served.etag
    date = parse_http_date_safe(validator)
    return date is not None and date == served.modified_timestamp


def _bytes(served: ServedFile, part: ByteRange | None) -> HttpResponseBase:
    start, length = (part.start, part.length) if part else (0, served.size)
    response = _FromDisk(
        FileSlice(_open(served.file), start, length),
        status=HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK,
        content_type=served.content_type,
        headers=_facts(served, length),
    )
    if part:
        response.headers["Content-Range"] = part.content_range(served.size)
    return response


class _FromDisk(FileResponse):
    block_size = 64 * 1024


def _open(file: FieldFile) -> Readable:
    try:
        path = file.path
    except NotImplementedError:  # a small one from a bucket
        with file.storage.open(str(file.name), "rb") as stored:
            return io.BytesIO(stored.read())
    return Path(path).open("rb", buffering=0)


def _facts(served: ServedFile, length: int) -> dict[str, str]:
    return {
        "Content-Length": str(length),
        "ETag": served.etag,
        "Last-Modified": http_date(served.modified_timestamp),
        "Accept-Ranges": "bytes",
    }
