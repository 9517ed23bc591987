"""Sending a file from a private bucket: a link to its very bytes that soon expires.

Whoever follows the link is served by the bucket, ranges and all. Whoever passes it on within the
minute passes on what they could pass on as a file; no cache may keep the redirect.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from ifri.storage import bucket
from publications.gate.served import ServedFile


def serve(request: HttpRequest, served: ServedFile) -> HttpResponse:
    if request.method == "HEAD":
        return _described(request, served)
    response = HttpResponseRedirect(_link(served))
    for name in ("X-Robots-Tag", "X-Content-Type-Options"):
        if name in served.headers:
            response.headers[name] = served.headers[name]
    # The link is a key, and it is in the answer's head.
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _described(request: HttpRequest, served: ServedFile) -> HttpResponse:
    """A link is signed for one method; what a HEAD asks for is known here."""
    whole = HttpResponse(
        content_type=served.content_type,
        headers={
            "Content-Length": str(served.size),
            "ETag": served.etag,
            "Last-Modified": http_date(served.modified_timestamp),
            "Accept-Ranges": "bytes",
        },
    )
    answer = get_conditional_response(request, served.etag, served.modified_timestamp, whole)
    response = answer if isinstance(answer, HttpResponse) else whole
    for name, value in served.headers.items():
        response.headers[name] = value
    if response.status_code == HTTPStatus.OK:
        response.headers["Content-Length"] = str(served.size)
    return response


def _link(served: ServedFile) -> str:
    said = served.headers
    storage = bucket()
    wanted = {
        "Bucket": storage.bucket_name,
        "Key": str(served.file.name),
        "ResponseContentType": served.content_type,
        "ResponseContentDisposition": said.get("Content-Disposition", "inline"),
        # The address of the bytes is another one each time: keeping them would help nobody.
        "ResponseCacheControl": "private, no-store",
    }
    if language := said.get("Content-Language"):
        wanted["ResponseContentLanguage"] = language
    client = storage.connection.meta.client
    link: str = client.generate_presigned_url(
        "get_object", Params=wanted, ExpiresIn=settings.S3_LINK_LIFETIME
    )
    return link
