"""The site with its files in a bucket, both in one process: moto's bucket lives in memory.

``/_bucket?<link>`` follows a link to the bucket, as a reader's browser would.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import boto3
import requests
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from moto import mock_aws

from tests.bucket_name import BUCKET

mock_aws().start()
boto3.client("s3", region_name="eu-west-3").create_bucket(
    Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
)
_site: WSGIHandler = get_wsgi_application()


def _prepare() -> None:
    # After the site is set up, and before the first request.
    from tests import attack_world  # noqa: PLC0415

    Path(os.environ["WORLD"]).write_text(json.dumps(attack_world.make()))


_prepare()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"] != "/_bucket":
        return _site(environ, start_response)
    wanted = {"Range": environ["HTTP_RANGE"]} if "HTTP_RANGE" in environ else {}
    answer = requests.get(unquote(environ["QUERY_STRING"]), headers=wanted, timeout=10)
    kept = ("content-type", "content-disposition", "cache-control", "content-range")
    headers = [(name, value) for name, value in answer.headers.items() if name.lower() in kept]
    start_response(f"{answer.status_code} {answer.reason or 'x'}", headers)
    return [answer.content]
