"""For whoever keeps the site running: is the process alive, and can it do its work?"""

import logging
import tempfile
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """A part works but is not in the state the site needs."""


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing, so that a database away does not restart the web."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Every part a request may need works; if not, 503 names the parts that do not.

    The reasons go to the log: they may hold addresses, and anybody may ask this page.
    """
    parts = {name: _works(name, check) for name, check in CHECKS.items()}
    is_ready = all(parts.values())
    return JsonResponse(
        {
            "status": "ok" if is_ready else "failing",
            **{name: "ok" if works else "failing" for name, works in parts.items()},
        },
        status=200 if is_ready else 503,
    )


def _works(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # whatever a driver or a disk raises means "not ready"
        logger.warning("Not ready: %s", name, exc_info=True)
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    if missing := _known_migrations() - MigrationRecorder(connection).applied_migrations().keys():
        raise NotReadyError(
            f"{len(missing)} migrations are not applied, among them {min(missing)}."
        )


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """What this code was shipped with: it cannot change while the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _storage() -> None:
    """A real write: permissions alone do not tell a full or read-only disk."""
    settings.PRIVATE_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.PRIVATE_ROOT) as file:
        file.write(b"ready?")


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "storage": _storage,
}
