"""For the browser's tests on SQLite: a request waits until the one before it is answered.

Their database lies in memory, and Django lets all threads of the test's server share one connection
to it. Two requests at once would then share a transaction as well, and leave it half open for the
next test. The real site has a connection for each thread.
"""

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

_turn = threading.RLock()


def one_at_a_time(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        with _turn:
            return get_response(request)

    return middleware
