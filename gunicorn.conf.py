"""How gunicorn serves the site, in the demo and in production alike."""

import os
import re
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        # One line and out, as ifri.environment does: this file is read before the settings are.
        raise SystemExit(
            f"Configuration error: {name} must be a whole number from 1, not {value!r}."
        )
    return int(value)


wsgi_app = "ifri.wsgi"
proc_name = "ifri"

# Behind nginx in a container: BIND=0.0.0.0:8000. Alone on a machine, nobody else gets in.
bind = os.environ.get("BIND", "").strip() or f"127.0.0.1:{_number('PORT', 8000)}"

# Threads, because a slow reader of a long PDF holds one: ten slow clients stall two plain workers.
worker_class = "gthread"
workers = _number("WEB_CONCURRENCY", 2)
threads = _number("WEB_THREADS", 4)

# The settings are read before the first worker starts, so that a wrong one stops the start at
# once, with its one line, rather than each worker in turn. It saves memory too.
preload_app = True

# A PDF goes from the disk to the socket inside the kernel (where nginx does not serve it).
sendfile = True

# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000

# Whose X-Forwarded-Proto is believed: the reverse proxy on this machine, or those named.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "").strip() or "127.0.0.1,::1"

# nginx writes the access log, without the query strings: a grant in one opens a file.
accesslog = None
# Should somebody turn this one on: the same, without query string and referrer.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(B)s %(D)s'
_TOKEN = re.compile(r"^(/[a-z-]+/(?:press|preview)/)[^/]+")


class _WithoutTokens(Logger):
    """A journalist's or a guest's link has its secret in the path."""

    def atoms(self, *arguments: Any) -> dict[str, Any]:
        said: dict[str, Any] = super().atoms(*arguments)
        said["U"] = _TOKEN.sub(r"\1...", said["U"])
        return said


logger_class = _WithoutTokens
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "").strip() or "info"

# No remote control: processes are managed by whoever started them.
control_socket_disable = True

# What this process writes is no business of the machine's other users.
umask = 0o027

# Files in the project's folder are found whatever folder gunicorn was started from.
chdir = str(Path(__file__).resolve().parent)
