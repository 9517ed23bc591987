"""The site with its files in a bucket, both in one process: moto's bucket lives in memory.

It is filled from the folder where they lay. ``/_bucket?<link>`` follows a link to the bucket, as a
reader's browser would.
"""

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

_REGION = "eu-west-3"
_KEEP = {"content-type", "content-disposition", "cache-control", "content-range"}


def _fill(folder: Path) -> None:
    keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    client = boto3.client("s3", region_name=_REGION, **keys)
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": _REGION})
    for path in folder.rglob("*.*"):
        name = path.relative_to(folder).as_posix()
        client.put_object(Bucket=BUCKET, Key=name, Body=path.read_bytes())
        # Whatever is served from now on comes out of the bucket.
        path.unlink()


mock_aws().start()
_fill(Path(os.environ["VAR_DIR"]) / "private")
_site: WSGIHandler = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"] != "/_bucket":
        return _site(environ, start_response)
    wanted = {"Range": environ["HTTP_RANGE"]} if "HTTP_RANGE" in environ else {}
    answer = requests.get(unquote(environ["QUERY_STRING"]), headers=wanted, timeout=10)
    headers = [(name, value) for name, value in answer.headers.items() if name.lower() in _KEEP]
    start_response(f"{answer.status_code} {answer.reason or 'x'}", headers)
    return [answer.content]
