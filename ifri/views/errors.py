from typing import Any


def bad_request(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def forbidden(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def not_found(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def server_error(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def csrf_failure(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
