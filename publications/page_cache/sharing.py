"""What a view says of an answer that is the same for everybody."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")


@dataclass(frozen=True)
class Shared:
    """``until``: a moment at which this very page changes by itself. ``investigated``: the
    publication whose page it is, so that showing it from the cache counts too."""

    until: datetime.datetime | None = None
    investigated: int | None = None


def shared_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Mark a view's answers as the same for every stranger; it may mark one itself, with more."""

    @wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if sharing_of(response) is None:
            share(response)
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", marked)


def share(response: HttpResponse, **said: Any) -> None:
    response.shared = Shared(**said)  # type: ignore[attr-defined]


def sharing_of(response: Any) -> Shared | None:
    found: Shared | None = getattr(response, "shared", None)
    return found
