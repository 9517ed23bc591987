"""Ask the site on this machine a health address, as nginx would: `python deploy/probe.py PATH`.

A container's probe must name the public host, or Django refuses it, and https, or it is redirected.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit


def main(path: str) -> int:
    site = urlsplit(os.environ.get("SITE_URL", ""))
    port = int(os.environ.get("BIND", "").rpartition(":")[2] or os.environ.get("PORT") or 8000)
    headers = {"X-Forwarded-Proto": site.scheme or "http"}
    if site.netloc:
        headers["Host"] = site.netloc
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
    except OSError as error:
        print(f"No answer: {error}", file=sys.stderr)
        return 1
    print(response.status, response.read(500).decode(errors="replace"))
    return 0 if response.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
